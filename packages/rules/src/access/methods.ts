import type { ScopeName } from '@pristan/wire';
import type { IntegrationAvailability } from './availability.ts';
import { scopesWithin } from './scopes.ts';

/** A category of data or action that a method opens, as the consent page lists it. */
export type AccessCategory =
  'account' | 'address' | 'own_person' | 'people' | 'invitations' | 'widget_settings' | 'nothing';

/** The requirements of one API method. Every method states every member, `none` included. */
export interface MethodRule {
  /** HTTP method and path of the API method; a path parameter is written `:name`. */
  readonly served: `${'GET' | 'POST'} /${string}`;
  /** The credential that authenticates a call of the method. */
  readonly credential: 'access token' | 'refresh token' | 'client' | 'secrets code' | 'resource server' | 'none';
  /** The scope that the grant must have now; `none`: no scope, for the reason stated beside the method. */
  readonly scope: ScopeName | 'none';
  /**
   * `admin`: full access, or a user who is an admin now. `admin in person`: an admin's grant, and only while that user
   * is still an admin, since the method invites users. `any`: any grant.
   */
  readonly right: 'any' | 'admin' | 'admin in person';
  /** `not external` also refuses a grant moved from an external integration, until its user consents again. */
  readonly kinds: 'all' | 'not external';
  /**
   * `live`: the method refuses a grant that has ended. `any`: the method answers for an ended grant too, and states its
   * end. `none`: no grant exists yet.
   */
  readonly grant: 'live' | 'any' | 'none';
  readonly gives: AccessCategory;
}

const token = { credential: 'access token', grant: 'live' } as const;
const open = { scope: 'none', right: 'any', kinds: 'all', gives: 'nothing' } as const;

/**
 * Every method that a program of an integrator or a resource server can call, with its requirements. The server judges
 * calls by this table; the consent page, the console's `/api-docs` and docs/spec/dialect.md show it. Members' own
 * programs and the console call the endpoints of `/api/platform` instead, whose contracts name their callers.
 *
 * @see docs/spec/dialect.md#methods
 */
export const methods = {
  'account.read': {
    ...token,
    served: 'GET /api/v4/account',
    scope: 'crm',
    right: 'any',
    kinds: 'all',
    gives: 'account',
  },
  'self.read': { ...token, served: 'GET /v3/user', scope: 'crm', right: 'any', kinds: 'all', gives: 'own_person' },
  'users.list': {
    ...token,
    served: 'GET /api/v4/users',
    scope: 'crm',
    right: 'admin',
    kinds: 'not external',
    gives: 'people',
  },
  'users.read': {
    ...token,
    served: 'GET /api/v4/users/:id',
    scope: 'crm',
    right: 'admin',
    kinds: 'not external',
    gives: 'people',
  },
  'users.add': {
    ...token,
    served: 'POST /api/v4/users',
    scope: 'crm',
    right: 'admin in person',
    kinds: 'not external',
    gives: 'invitations',
  },
  'widgets.list': {
    ...token,
    served: 'GET /api/v4/widgets',
    scope: 'crm',
    right: 'any',
    kinds: 'all',
    gives: 'widget_settings',
  },
  'widgets.read': {
    ...token,
    served: 'GET /api/v4/widgets/:code',
    scope: 'crm',
    right: 'any',
    kinds: 'all',
    gives: 'widget_settings',
  },
  // No scope: without the account's address no scope can be used, a rename changes it, and the authorization code
  // already revealed it.
  'account.find': { ...token, ...open, served: 'GET /oauth2/account/subdomain', gives: 'address' },
  'account.find_by_refresh_token': {
    ...open,
    served: 'GET /oauth2/account/current/subdomain',
    credential: 'refresh token',
    grant: 'live',
    gives: 'address',
  },
  // No scope: this method issues the tokens that carry the scopes, and a grant without scopes is still a connection.
  'token.issue': { ...open, served: 'POST /oauth2/access_token', credential: 'client', grant: 'live' },
  'token.explain': { ...open, served: 'POST /oauth2/explain', credential: 'client', grant: 'any' },
  'token.introspect': { ...open, served: 'POST /oauth/v2/introspect', credential: 'resource server', grant: 'any' },
  'secrets.pull': { ...open, served: 'POST /oauth2/secrets', credential: 'secrets code', grant: 'live' },
  'keys.read': { ...open, served: 'GET /.well-known/jwks.json', credential: 'none', grant: 'none' },
} as const satisfies Record<string, MethodRule>;

export type Method = keyof typeof methods;

/** The methods that require an access token. */
export type TokenMethod = {
  [Name in Method]: (typeof methods)[Name]['credential'] extends 'access token' ? Name : never;
}[Method];

const table: Readonly<Record<Method, MethodRule>> = methods;

export function methodRule(method: Method): MethodRule {
  return table[method];
}

/** The facts about a caller that a method's requirements are checked against, besides the grant being live. */
export interface MethodCaller {
  /** The kind whose restrictions apply: `external` for a grant moved from an external integration. */
  readonly kind: IntegrationAvailability['kind'];
  /** The grant's scopes as stored now. */
  readonly scopes: readonly string[];
  /** True when an admin gave the grant. */
  readonly adminGrant: boolean;
  /** True while the user who gave the grant is an active admin of the account. */
  readonly grantorIsAdmin: boolean;
  /** True when the call runs with an admin's rights now. */
  readonly admin: boolean;
}

export type MethodRefusal =
  | { readonly reason: 'scope_missing'; readonly scope: ScopeName }
  | { readonly reason: 'external_integration' | 'not_admin' | 'not_full_access' | 'grantor_not_admin' };

/** The first requirement of the method that the caller does not meet; `undefined` when they may call the method. */
export function methodRefusal(method: Method, caller: MethodCaller): MethodRefusal | undefined {
  const rule = table[method];
  if (rule.scope !== 'none' && !scopesWithin(caller.kind, caller.scopes).includes(rule.scope)) {
    return { reason: 'scope_missing', scope: rule.scope };
  }
  if (rule.kinds === 'not external' && caller.kind === 'external') return { reason: 'external_integration' };
  if (rule.right !== 'any' && !caller.admin) return { reason: 'not_admin' };
  if (rule.right !== 'admin in person') return undefined;
  if (!caller.adminGrant) return { reason: 'not_full_access' };
  return caller.grantorIsAdmin ? undefined : { reason: 'grantor_not_admin' };
}

/**
 * The access that a grant with these scopes gives, from the table of methods, for the consent page: `now`, and in
 * `asAdmin` what a member's own grant gains if they become an admin.
 */
export function accessGivenBy(
  kind: IntegrationAvailability['kind'],
  scopes: readonly string[],
  access: 'full' | 'own',
): { readonly now: readonly AccessCategory[]; readonly asAdmin: readonly AccessCategory[] } {
  const reached = (admin: boolean): readonly AccessCategory[] => {
    const caller = { kind, scopes, adminGrant: access === 'full', grantorIsAdmin: admin, admin };
    const open = Object.values(table).filter(
      (rule, index) =>
        rule.credential === 'access token' && methodRefusal(Object.keys(table)[index] as Method, caller) === undefined,
    );
    return [...new Set(open.map(({ gives }) => gives))];
  };
  const now = reached(access === 'full');
  return { now, asAdmin: reached(true).filter((given) => !now.includes(given)) };
}
