import { describe, expect, test } from '@jest/globals';
import {
  type AddressClass,
  type AddressRule,
  classifyAddress,
  isAllowedAddress,
  literalAddress,
} from '../../../src/registry/addresses/address-policy.ts';

const v4: [address: string, is: AddressClass][] = [
  ['8.8.8.8', 'public'],
  ['1.0.0.0', 'public'],
  ['126.255.255.255', 'public'],
  ['128.0.0.1', 'public'],
  ['11.0.0.1', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['192.167.255.255', 'public'],
  ['192.169.0.0', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.0', 'public'],
  ['169.253.255.255', 'public'],
  ['223.255.255.255', 'public'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['100.127.255.255', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['0.0.0.0', 'never'],
  ['0.1.2.3', 'never'],
  ['169.254.169.254', 'never'],
  ['100.100.100.200', 'never'],
  ['224.0.0.1', 'never'],
  ['239.255.255.255', 'never'],
  ['240.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
];

const hex = (address: string) => {
  const [a, b, c, d] = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${a}${b}:${c}${d}`;
};

describe('the class of an address', () => {
  test.each(v4)('%s is %s', (address, is) => {
    expect(classifyAddress(address)).toBe(is);
  });

  test.each(v4)('%s wrapped in IPv6 stays %s', (address, is) => {
    const [high, low] = hex(address).split(':');
    expect(classifyAddress(`::ffff:${address}`)).toBe(is);
    expect(classifyAddress(`::ffff:${hex(address)}`)).toBe(is);
    expect(classifyAddress(`64:ff9b::${address}`)).toBe(is);
    expect(classifyAddress(`64:ff9b:1::${hex(address)}`)).toBe(is);
    expect(classifyAddress(`2002:${high}:${low}::1`)).toBe(is);
  });

  test.each<[string, AddressClass]>([
    ['2606:4700::1111', 'public'],
    ['fe00::1', 'public'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::', 'never'],
    ['fe80::1', 'never'],
    ['fe80::1%eth0', 'never'],
    ['febf::1', 'never'],
    ['ff02::1', 'never'],
    ['fc00::1', 'private'],
    ['fdff:ffff::1', 'private'],
    ['fd00:ec2::254', 'never'],
    ['registry.example.com', 'never'],
    ['', 'never'],
    ['::2', 'never'],
    ['0:0:0:0:0:0:1:1', 'never'],
    ['1::1', 'public'],
    ['::10.0.0.1', 'private'],
    ['::8.8.8.8', 'public'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['::fffe:10.0.0.1', 'public'],
    ['64:ff9a::10.0.0.1', 'public'],
    ['65:ff9b::10.0.0.1', 'public'],
    ['2001:a00:1::1', 'public'],
    ['fec0::1', 'private'],
    ['fe7f::1', 'public'],
    ['feff::1', 'private'],
    ['ffff::1', 'never'],
    ['fbff::1', 'public'],
    ['fd00:ec2::253', 'private'],
    ['fd00:ec3::254', 'private'],
    ['fd01:ec2::254', 'private'],
    ['fd00:ec2::1:254', 'private'],
    ['1:2:3:4:5:6:7::', 'public'],
    ['1:2:3:4:5:6:10.0.0.1', 'public'],
    ['168.63.129.16', 'never'],
    ['168.63.129.17', 'public'],
    ['192.0.0.192', 'never'],
    ['192.0.1.192', 'public'],
    ['::ffff:168.63.129.16', 'never'],
    ['64:ff9b::a83f:8110', 'never'],
    ['2002:a83f:8110::1', 'never'],
    ['fd20:ce::254', 'never'],
    ['fd00:c1::a9fe:a9fe', 'never'],
    ['2001:0:1:2:3:4:f5ff:fffe', 'private'],
    ['2001:4860::8888', 'public'],
    ['2a00::5efe:127.0.0.1', 'loopback'],
    ['2a00::200:5efe:10.0.0.1', 'private'],
  ])('%s is %s', (address, is) => {
    expect(classifyAddress(address)).toBe(is);
  });
});

describe('what may be connected to', () => {
  test.each<[rule: AddressRule, allowed: AddressClass[]]>([
    ['any', ['public', 'private', 'loopback', 'never']],
    ['public', ['public']],
    ['private', ['public', 'private']],
    ['loopback', ['public', 'private', 'loopback']],
  ])('under %s: %s', (rule, allowed) => {
    const samples = { public: '8.8.8.8', private: '10.1.1.1', loopback: '127.0.0.1', never: '169.254.169.254' };
    const yes = Object.entries(samples).filter(([, address]) => isAllowedAddress(address, rule));
    expect(yes.map(([is]) => is)).toEqual(allowed);
  });

  test.each([
    ['http://127.1/', '127.0.0.1'],
    ['http://0x7f.0.0.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://registry.example.com/', undefined],
  ])('the address in %s is seen', (url, address) => {
    expect(literalAddress(new URL(url).hostname)).toBe(address);
  });
});
