import { isIP } from 'node:net';
import { ipv6Groups } from '../addresses/ipv6-groups.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL by Go's rules, which every container tool shares: `HTTPS_PROXY` for https, `HTTP_PROXY` for http,
 * the upper-case name before the lower-case one, `NO_PROXY` with host, `.suffix`, `host:port`, address, CIDR and `*`;
 * `localhost` and loopback addresses are never proxied. A proxy without a scheme is an http one.
 *
 * @returns undefined for a direct connection
 * Fails with a TypeError of `URL`, or a URIError, where the variable holds no URL.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  if (name === 'HTTP_PROXY' && env.REQUEST_METHOD) return undefined; // a CGI request could have set it
  const proxy = variable(env, name);
  if (proxy === '' || !usesProxy(url, variable(env, 'NO_PROXY'))) return undefined;
  const address = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
  proxyLogin(address);
  return address;
}

/** `user:password` of a proxy's URL, also where it has a user name only. Fails with a URIError where its escapes are wrong. */
export function proxyLogin({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
}

function variable(env: Environment, name: string): string {
  return (env[name] || env[name.toLowerCase()] || '').trim();
}

/** Whether `NO_PROXY` leaves a URL to the proxy. */
export function usesProxy(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || isLoopback(host)) return false;
  return !noProxy.split(',').some((entry) => matches(entry.trim().toLowerCase(), host, port));
}

function isLoopback(host: string): boolean {
  const bytes = addressBytes(host);
  if (bytes === undefined) return false;
  return bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(host, entry);
  const [name, wantedPort] = splitPort(entry);
  if (name === '' || (wantedPort !== '' && wantedPort !== port)) return false;
  if (isIP(name)) return isIP(host) !== 0 && sameAddress(name, host);
  const bare = name.startsWith('*.') ? name.slice(1) : name;
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

function splitPort(entry: string): [name: string, port: string] {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry);
  if (bracketed) return [bracketed[1] as string, bracketed[2] ?? ''];
  if (isIP(entry)) return [entry, ''];
  const colon = entry.lastIndexOf(':');
  return colon < 0 ? [entry, ''] : [entry.slice(0, colon), entry.slice(colon + 1)];
}

function inNetwork(host: string, network: string): boolean {
  const [base = '', length = ''] = network.split('/', 2);
  const wanted = addressBytes(base);
  const actual = addressBytes(host);
  const bits = Number(length);
  if (!wanted || wanted.length !== actual?.length) return false;
  if (!/^\d{1,3}$/.test(length) || bits > wanted.length * 8) return false;
  return wanted.every((byte, index) => {
    const kept = Math.max(0, Math.min(8, bits - index * 8));
    return byte >> (8 - kept) === (actual[index] as number) >> (8 - kept);
  });
}

function sameAddress(one: string, other: string): boolean {
  return addressBytes(one)?.join() === addressBytes(other)?.join();
}

/** The bytes of an address; an IPv4-mapped one is its IPv4 address, as in Go. */
function addressBytes(text: string): number[] | undefined {
  const family = isIP(text);
  if (family === 4) return text.split('.').map(Number);
  if (family !== 6) return undefined;
  const bytes = ipv6Groups(text).flatMap((group) => [group >> 8, group & 0xff]);
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.slice(12) : bytes;
}
