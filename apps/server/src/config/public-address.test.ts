import { describe, expect, test } from 'vitest';
import { isLoopbackAddress, mayConnect, readCidrBlock } from './public-address.ts';

describe('addresses that outgoing requests may connect to, without exceptions', () => {
  test.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.128.0.1', '223.255.255.254'])(
    'an outgoing request may connect to the public IPv4 address %s',
    (address) => expect(mayConnect(address, [])).toBe(true),
  );

  test.each(['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888'])(
    'an outgoing request may connect to the public IPv6 address %s',
    (address) => expect(mayConnect(address, [])).toBe(true),
  );

  test.each([
    ['this network', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '10.255.255.255'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local', '169.254.169.254'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['protocol assignments', '192.0.0.8'],
    ['documentation', '192.0.2.1'],
    ['6to4 relays', '192.88.99.1'],
    ['private', '192.168.1.1'],
    ['benchmarks', '198.18.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['documentation', '198.51.100.7'],
    ['documentation', '203.0.113.9'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['the metadata service of a cloud', '168.63.129.16'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback', '::ffff:7f00:1'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped link-local', '::ffff:169.254.169.254'],
    ['compatible loopback', '::127.0.0.1'],
    ['compatible public', '::8.8.8.8'],
    ['translated (SIIT)', '::ffff:0:127.0.0.1'],
    ['translated (NAT64)', '64:ff9b::7f00:1'],
    ['translated (NAT64), public', '64:ff9b::808:808'],
    ['translated (local NAT64)', '64:ff9b:1::7f00:1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['6to4 of private', '2002:a00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ISATAP', '2a00:1450:4001:81b:0:5efe:7f00:1'],
    ['ISATAP of a global address', '2a00:1450:4001:81b:200:5efe:808:808'],
    ['discard', '100::1'],
    ['benchmarks', '2001:2::1'],
    ['ORCHID', '2001:10::1'],
    ['ORCHIDv2', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['unassigned', '4000::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%lo'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['no address', 'localhost'],
    ['no address', ''],
  ])('an outgoing request may not connect to an address that is not public (%s): %s', (_what, address) =>
    expect(mayConnect(address, [])).toBe(false),
  );
});

describe('addresses that the settings allow besides public ones', () => {
  const everything = [readCidrBlock('0.0.0.0/0'), readCidrBlock('::/0')];

  test.each([
    ['127.0.0.1', '127.0.0.0/8', true],
    ['::ffff:127.0.0.1', '127.0.0.0/8', true],
    ['127.0.0.1', '::ffff:127.0.0.0/104', true],
    ['::1', '127.0.0.0/8', false],
    ['::1', '::1', true],
    ['10.1.2.3', '10.1.0.0/16', true],
    ['10.2.0.1', '10.1.0.0/16', false],
    ['fd00::7', 'fd00::/8', true],
  ])('whether a request may connect to %s when the settings allow %s: %s', (address, block, open) =>
    expect(mayConnect(address, [readCidrBlock(block)])).toBe(open),
  );

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '224.0.0.1',
    'ff02::1',
    '0.0.0.0',
    '::',
    '255.255.255.255',
  ])('the settings never allow connections to %s, however wide their blocks are', (address) =>
    expect(mayConnect(address, everything)).toBe(false),
  );

  test.each(['127.0.0.0/33', '127.0.0.0/', '127.0.0.0/8/8', 'localhost', '', '::/129', '10.0.0.0/-1'])(
    'the allowed blocks may not contain %j, which is not a CIDR',
    (text) => expect(() => readCidrBlock(text)).toThrow('no CIDR'),
  );
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.9.9.9', true],
  ['10.0.0.1', false],
  ['', false],
])('whether the address %s is loopback: %s', (address, is) => expect(isLoopbackAddress(address)).toBe(is));
