import { isIP } from 'node:net';
import { ipv6Groups } from './ipv6-groups.ts';

/**
 * Where an address lies, for the rules about hosts that a registry names itself (realm, redirect).
 * `never` is link-local (with the metadata services of clouds), unspecified, multicast and reserved.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'never';

/** What may be connected to. `any` is for hosts that the user named. */
export type AddressRule = 'any' | 'public' | 'private' | 'loopback';

const V4_CLASSES: readonly (readonly [network: number, bits: number, is: AddressClass])[] = [
  [v4('100.100.100.200'), 32, 'never'], // metadata service, inside 100.64/10
  [v4('168.63.129.16'), 32, 'never'], // services of a cloud for its machines, inside of public space
  [v4('192.0.0.0'), 24, 'never'], // protocol assignments, with a metadata service at 192.0.0.192
  [v4('0.0.0.0'), 8, 'never'],
  [v4('127.0.0.0'), 8, 'loopback'],
  [v4('169.254.0.0'), 16, 'never'],
  [v4('10.0.0.0'), 8, 'private'],
  [v4('172.16.0.0'), 12, 'private'],
  [v4('192.168.0.0'), 16, 'private'],
  [v4('100.64.0.0'), 10, 'private'],
  [v4('224.0.0.0'), 4, 'never'],
  [v4('240.0.0.0'), 4, 'never'],
];

/**
 * The class of an IP address in text form, without brackets; anything that is no address is `never`.
 * IPv4-mapped, IPv4-compatible, NAT64, 6to4, Teredo and ISATAP forms count as the IPv4 address inside (registry client S1, S6).
 */
export function classifyAddress(address: string): AddressClass {
  const text = address.split('%', 1)[0] as string;
  const family = isIP(text);
  if (family === 4) return classifyV4(v4(text));
  return family === 6 ? classifyV6(ipv6Groups(text)) : 'never';
}

/** Whether an address may be connected to under a rule: a registry on loopback may name private hosts, not the reverse. */
export function isAllowedAddress(address: string, rule: AddressRule): boolean {
  if (rule === 'any') return true;
  const is = classifyAddress(address);
  if (is === 'public') return true;
  if (is === 'private') return rule === 'private' || rule === 'loopback';
  return is === 'loopback' && rule === 'loopback';
}

/** The rule for hosts that are named by a registry of the given class. */
export function ruleForNamedBy(registry: AddressClass): AddressRule {
  return registry === 'never' ? 'public' : registry;
}

/** The address of a URL's host when it is an address already: `hostname` with brackets removed. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) ? bare : undefined;
}

function classifyV4(address: number): AddressClass {
  for (const [network, bits, is] of V4_CLASSES) {
    const shift = 32 - bits;
    if (address >>> shift === network >>> shift) return is;
  }
  return 'public';
}

function classifyV6(groups: readonly number[]): AddressClass {
  const [a = 0, b = 0, c = 0] = groups;
  const low = (((groups[6] as number) << 16) | (groups[7] as number)) >>> 0;
  const zeros = (count: number) => groups.slice(0, count).every((group) => group === 0);
  if (zeros(7) && groups[7] === 1) return 'loopback';
  if (zeros(8)) return 'never';
  if (zeros(6) || (zeros(5) && groups[5] === 0xffff)) return classifyV4(low);
  if (zeros(4) && groups[4] === 0xffff && groups[5] === 0) return classifyV4(low);
  if (a === 0x64 && b === 0xff9b) return classifyV4(low);
  if (a === 0x2002) return classifyV4(((b << 16) | c) >>> 0);
  if (a === 0x2001 && b === 0) return classifyV4(~low >>> 0);
  if ((a & 0xffc0) === 0xfe80 || (a & 0xff00) === 0xff00) return 'never';
  if (V6_METADATA.has(groups.map((group) => group.toString(16)).join(':'))) return 'never';
  if ((groups[4] === 0 || groups[4] === 0x200) && groups[5] === 0x5efe) return classifyV4(low);
  return (a & 0xfe00) === 0xfc00 || (a & 0xffc0) === 0xfec0 ? 'private' : 'public';
}

/** Metadata services of clouds, inside fc00::/7. */
const V6_METADATA = new Set(['fd00:ec2:0:0:0:0:0:254', 'fd20:ce:0:0:0:0:0:254', 'fd00:c1:0:0:0:0:a9fe:a9fe']);

function v4(text: string): number {
  return text.split('.').reduce((value, part) => ((value << 8) | Number(part)) >>> 0, 0);
}
