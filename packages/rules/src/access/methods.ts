import type { IntegrationReach } from './reach.ts';

/**
 * Which of the API's methods an integration may call, by its kind and by the rights of the person it acts for. One
 * table: the API enforces it, and the docs read it.
 *
 * @see docs/spec/dialect.md#methods
 */
export const methods = {
  'account.read': { needs: 'member', external: true },
  'self.read': { needs: 'member', external: true },
  'widget.read': { needs: 'member', external: true },
  'users.read': { needs: 'admin', external: false },
  'users.add': { needs: 'admin', external: false },
} as const satisfies Record<string, MethodRule>;

export interface MethodRule {
  /** Rights of the person, or the full access of an admin's grant, which counts as `admin`. */
  readonly needs: 'admin' | 'member';
  /** Whether external integrations may call it. */
  readonly external: boolean;
}

export type Method = keyof typeof methods;

const table: Readonly<Record<Method, MethodRule>> = methods;

/** Why this caller may not call the method; `undefined` when it may. */
export function methodRefusal(
  method: Method,
  caller: { readonly kind: IntegrationReach['kind']; readonly admin: boolean },
): 'external_integration' | 'not_admin' | undefined {
  const rule = table[method];
  if (caller.kind === 'external' && !rule.external) return 'external_integration';
  return rule.needs === 'admin' && !caller.admin ? 'not_admin' : undefined;
}
