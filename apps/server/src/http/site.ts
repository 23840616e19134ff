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

/** Kind of the host that a request names. */
export type ReadSite = (host: string) => Site;

/**
 * Makes the function that tells the kind of a request's host; anything that is not exactly one of ours is `unknown`. The
 * host may name the scheme's default port (RFC 9110 §4.2.3).
 *
 * @see docs/spec/dialect.md#hosts
 */
export function sitesOf({ publicUrl, apiDomain, baseDomain }: Domains): ReadSite {
  const { protocol, host: publicHost } = new URL(publicUrl);
  const defaultPort = protocol === 'https:' ? ':443' : ':80';
  const suffix = `.${baseDomain}`;
  return (host) => {
    const lower = host.toLowerCase();
    const name = lower.endsWith(defaultPort) ? lower.slice(0, -defaultPort.length) : lower;
    if (name === publicHost) return { kind: 'public' };
    if (name === apiDomain) return { kind: 'api' };
    if (name === baseDomain) return { kind: 'base' };
    if (!name.endsWith(suffix)) return { kind: 'unknown' };
    const subdomain = name.slice(0, -suffix.length);
    return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(subdomain)
      ? { kind: 'account', subdomain }
      : { kind: 'unknown' };
  };
}

/** Host of an account as the `referer` parameter names it: no scheme, with the port if there is one. */
export function accountHost(subdomain: string, domains: Pick<Config, 'baseDomain'>): string {
  return `${subdomain}.${domains.baseDomain}`;
}
