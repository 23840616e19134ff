import ipaddr from 'ipaddr.js';

const SITE_GROUPS = 4;

/**
 * Part of an IP address that one stranger controls: an IPv4 address, or an IPv6 /64, within which anybody can choose
 * addresses freely.
 */
export function addressPrefix(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toNormalizedString().split(':').slice(0, SITE_GROUPS).join(':')}::/64`;
}
