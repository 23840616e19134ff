/** How far an integration reaches decides which addresses it may have. */
export type AddressReach = 'own_account' | 'many_accounts';

export type AddressProblem =
  'not_an_address' | 'too_long' | 'not_https' | 'has_user_info' | 'has_fragment' | 'host_not_ascii' | 'not_an_origin';

const ADDRESS_LENGTH_MAX = 2048;

/**
 * What is wrong with a redirect URI or a hook's address; `undefined` when nothing is. Compared to the letter afterwards,
 * so it is kept as given, never normalised. Its host reads the same to a person and to every parser.
 *
 * @see docs/spec/dialect.md#redirect-uri-rules
 */
export function addressProblem(address: string, reach: AddressReach): AddressProblem | undefined {
  if (address.length > ADDRESS_LENGTH_MAX) return 'too_long';
  // The URL parser drops tabs and new lines and trims blanks; an address that needs that is not one we can compare.
  if (/[^\x21-\x7e]/.test(address)) return /[^\x00-\x7f]/.test(address) ? 'host_not_ascii' : 'not_an_address';
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(address) ?? [];
  const url = parse(address);
  // A backslash is a slash to browsers and part of a name to others, so the two would send the code to different hosts.
  if (authority === undefined || url === undefined || address.includes('\\')) return 'not_an_address';
  if (authority.includes('@')) return 'has_user_info';
  if (address.includes('#')) return 'has_fragment';
  if (/(^|\.)xn--/.test(url.hostname)) return 'host_not_ascii';
  if (!isWrittenAsParsed(authority, url.hostname)) return 'not_an_address';
  if (url.protocol === 'https:') return undefined;
  return url.protocol === 'http:' && reach === 'own_account' && isLoopbackName(url.hostname) ? undefined : 'not_https';
}

/** The same for a button origin: scheme, host and port, nothing after. */
export function originProblem(origin: string, reach: AddressReach): AddressProblem | undefined {
  return addressProblem(origin, reach) ?? (parse(origin)?.origin === origin ? undefined : 'not_an_origin');
}

/** Names that are this machine by definition. @see RFC 6761 §6.3 */
export function isLoopbackName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/**
 * The parser also takes `%6c`, `0x7f.1` and stars for hosts. A page that shows the host would show another one than was
 * written, and a host with `;` or `*` in it would be more than a host in a Content-Security-Policy.
 */
function isWrittenAsParsed(authority: string, hostname: string): boolean {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) return false;
  return host.toLowerCase() === hostname && /^(?:\[[0-9a-f:.]+\]|(?:[a-z0-9_-]+\.)*[a-z0-9_-]+)$/.test(hostname);
}

function parse(address: string): URL | undefined {
  // Only the two schemes a browser and the hooks can follow; `javascript:` and the like never get further.
  if (!/^https?:\/\//i.test(address)) return undefined;
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
