/** The accounts that an integration can be installed in, which decide which addresses it may have. */
export type AddressAudience = 'own_account' | 'many_accounts';

export type AddressProblem =
  'not_an_address' | 'too_long' | 'not_https' | 'has_user_info' | 'has_fragment' | 'host_not_ascii' | 'not_an_origin';

const ADDRESS_LENGTH_MAX = 2048;

/**
 * The reason why a redirect URI or hook address is refused; `undefined` when it is accepted. The address is compared
 * byte for byte later, so it is stored as entered and never normalised. Its host reads the same to people and to every
 * parser.
 *
 * @see RFC 6749 §3.1.2
 * @see RFC 9700 §2.1
 * @see docs/spec/dialect.md#redirect-uri-rules
 */
export function addressProblem(address: string, reach: AddressAudience): AddressProblem | undefined {
  if (address.length > ADDRESS_LENGTH_MAX) return 'too_long';
  const unprintable = unprintableProblem(address);
  if (unprintable !== undefined) return unprintable;
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(address) ?? [];
  const url = parse(address);
  // Browsers read a backslash as a slash, other programs as part of a name: they would send an authorization code to
  // different hosts.
  if (authority === undefined || url === undefined || address.includes('\\')) return 'not_an_address';
  if (authority.includes('@')) return 'has_user_info';
  if (address.includes('#')) return 'has_fragment';
  if (/(^|\.)xn--/.test(url.hostname)) return 'host_not_ascii';
  if (!isWrittenAsParsed(authority, url.hostname)) return 'not_an_address';
  return isSchemeAllowed(url, reach) ? undefined : 'not_https';
}

/** The URL parser drops tabs and line ends and trims blanks: such an address cannot be compared byte for byte. */
function unprintableProblem(address: string): AddressProblem | undefined {
  if (!/[^\x21-\x7e]/.test(address)) return undefined;
  return /[^\x00-\x7f]/.test(address) ? 'host_not_ascii' : 'not_an_address';
}

function isSchemeAllowed({ protocol, hostname }: URL, reach: AddressAudience): boolean {
  return protocol === 'https:' || (protocol === 'http:' && reach === 'own_account' && isLoopbackName(hostname));
}

/** The reason why a button origin is refused; `undefined` when it is an address with scheme, host and port only. */
export function originProblem(origin: string, reach: AddressAudience): AddressProblem | undefined {
  return addressProblem(origin, reach) ?? (parse(origin)?.origin === origin ? undefined : 'not_an_origin');
}

/**
 * True for names of the local machine by definition: `localhost`, names below it, `[::1]`, and four decimal numbers in
 * 127.0.0.0/8. Settings, cookies, the demo, development pages, hooks and button addresses all use this function. Any
 * other spelling is somebody's name (`127.shop.example`), or means the local machine to some parsers only.
 *
 * @param hostname as the URL parser returns it, or in exactly that spelling
 * @see RFC 6761 §6.3
 */
export function isLoopbackName(hostname: string): boolean {
  return (
    hostname === '[::1]' ||
    /^(?:[a-z0-9_-]+\.)*localhost$/.test(hostname) ||
    /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(hostname)
  );
}

/**
 * True when an address writes its host as the parser returns it. The parser also accepts `%6c`, `0x7f.1` and stars: a
 * page would show another host than was entered, and `;` or `*` would have a meaning in a Content-Security-Policy.
 */
function isWrittenAsParsed(authority: string, hostname: string): boolean {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) return false;
  return host.toLowerCase() === hostname && /^(?:\[[0-9a-f:.]+\]|(?:[a-z0-9_-]+\.)*[a-z0-9_-]+)$/.test(hostname);
}

function parse(address: string): URL | undefined {
  // Browsers and hooks follow only these two schemes; `javascript:` and the like are refused.
  if (!/^https?:\/\//i.test(address)) return undefined;
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
