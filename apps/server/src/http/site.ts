import type { Config } from '../config/load.ts';

/** Kind of host that a request came to. */
export type Site =
  | { readonly kind: 'public' }
  | { readonly kind: 'account'; readonly subdomain: string }
  /** Shared API host, which the `api_domain` claim of tokens names. */
  | { readonly kind: 'api' }
  /** Base domain of the accounts' hosts, when it is not the public site. */
  | { readonly kind: 'base' }
  | { readonly kind: 'unknown' };

type Domains = Pick<Config, 'publicUrl' | 'baseDomain' | 'apiDomain'>;

/**
 * Kind of a request's host; anything that is not exactly one of ours is `unknown`. The host may name the scheme's
 * default port (RFC 9110 §4.2.3).
 *
 * @see docs/spec/dialect.md#hosts
 */
export function siteOf(host: string, domains: Domains): Site {
  const { protocol, host: publicHost } = new URL(domains.publicUrl);
  const name = host.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
  if (name === publicHost) return { kind: 'public' };
  if (name === domains.apiDomain) return { kind: 'api' };
  if (name === domains.baseDomain) return { kind: 'base' };
  const suffix = `.${domains.baseDomain}`;
  if (!name.endsWith(suffix)) return { kind: 'unknown' };
  const subdomain = name.slice(0, -suffix.length);
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(subdomain)
    ? { kind: 'account', subdomain }
    : { kind: 'unknown' };
}

/** Host of an account as the `referer` parameter names it: no scheme, with the port if there is one. */
export function accountHost(subdomain: string, domains: Pick<Config, 'baseDomain'>): string {
  return `${subdomain}.${domains.baseDomain}`;
}
