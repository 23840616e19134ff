import type { Config } from '../config/load.ts';

/** Whose host a request came to. */
export type Site =
  | { readonly kind: 'public' }
  | { readonly kind: 'account'; readonly subdomain: string }
  /** The shared API host of the `api_domain` claim. */
  | { readonly kind: 'api' }
  /** The bare base domain, when it is not the public site. */
  | { readonly kind: 'base' }
  | { readonly kind: 'unknown' };

type Domains = Pick<Config, 'publicUrl' | 'baseDomain' | 'apiDomain'>;

/** Tells the hosts apart; anything that is not exactly one of ours is unknown. @see docs/spec/dialect.md#hosts */
export function siteOf(host: string, domains: Domains): Site {
  const name = host.toLowerCase();
  if (name === new URL(domains.publicUrl).host) return { kind: 'public' };
  if (name === domains.apiDomain) return { kind: 'api' };
  if (name === domains.baseDomain) return { kind: 'base' };
  const suffix = `.${domains.baseDomain}`;
  if (!name.endsWith(suffix)) return { kind: 'unknown' };
  const subdomain = name.slice(0, -suffix.length);
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(subdomain)
    ? { kind: 'account', subdomain }
    : { kind: 'unknown' };
}

/** An account's host, as `referer` names it: bare, with the port if there is one. */
export function accountHost(subdomain: string, domains: Pick<Config, 'baseDomain'>): string {
  return `${subdomain}.${domains.baseDomain}`;
}
