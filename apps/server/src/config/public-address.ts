import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;

/** First address and prefix length of a CIDR block. */
export type CidrBlock = readonly [Address, number];

/**
 * Reads a CIDR block `address/bits`, or a single address. An IPv4-mapped block becomes the IPv4 block.
 *
 * @throws Error when the text is neither
 */
export function readCidrBlock(text: string): CidrBlock {
  const [address, bits, more] = text.split('/');
  if (address === undefined || more !== undefined || !ipaddr.isValid(address)) throw new Error(`no CIDR: ${text}`);
  const first = ipaddr.parse(address);
  const widest = first.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(length >= 0 && length <= widest)) throw new Error(`no CIDR: ${text}`);
  const processed = ipaddr.process(address);
  return processed.kind() === first.kind() ? [first, length] : [processed, Math.max(0, length - 96)];
}

/** Addresses of clouds' metadata services that are outside the link-local range. */
const metadata = new Set(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16']);

/** Address ranges to which the settings can't allow connections. */
const closedRanges = new Set<string>(['linkLocal', 'multicast', 'broadcast', 'unspecified']);

/**
 * Whether the guarded HTTP client may connect to this address: a public one, or one that the settings allow; never a
 * link-local address or a cloud's metadata service. IPv6 is public only as global unicast without an embedded IPv4
 * address (RFC 4291 §2.5.5, 6052, 3056, 4380, 5214), which a router on the way might unwrap; a mapped address is judged
 * as the IPv4 address that the system would connect to.
 */
export function mayConnect(text: string, allowed: readonly CidrBlock[]): boolean {
  // The library reads ::1.2.3.4 as an IPv4-mapped address; the operating system does not.
  if (!ipaddr.isValid(text) || text.includes('%') || /^::\d+\./.test(text)) return false;
  const address = ipaddr.process(text);
  const range = address.range();
  if (closedRanges.has(range) || metadata.has(address.toString())) return false;
  if (allowed.some((block) => isIn(address, block))) return true;
  return range === 'unicast' && (address.kind() === 'ipv4' || isGlobalUnicast(address));
}

/** Whether an address, as a socket or resolver reports it, is loopback. */
export function isLoopbackAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback';
}

function isIn(address: Address, [first, bits]: CidrBlock): boolean {
  return address.kind() === first.kind() && address.match(first, bits);
}

function isGlobalUnicast(address: Address): boolean {
  const parts = 'parts' in address ? address.parts : [];
  const isIsatap = ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe;
  return ((parts[0] ?? 0) & 0xe000) === 0x2000 && !isIsatap;
}
