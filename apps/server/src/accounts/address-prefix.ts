import ipaddr from 'ipaddr.js';

const SITE_GROUPS = 4;

/** What a stranger has one of: an IPv4 address, or the /64 of an IPv6 one, in which addresses cost nothing. */
export function addressPrefix(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toNormalizedString().split(':').slice(0, SITE_GROUPS).join(':')}::/64`;
}
