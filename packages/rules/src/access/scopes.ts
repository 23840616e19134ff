import type { ScopeName } from '@pristan/wire';
import { scopeNames } from '@pristan/wire';
import type { IntegrationReach } from './reach.ts';

/** A scope, by who asks for it. */
export interface ScopeRule {
  /** `platform`: methods of ours need it. `host product`: only its resource servers do, who learn it by introspection. */
  readonly askedBy: 'platform' | 'host product';
  /** Whether an external integration may have it. */
  readonly external: boolean;
}

/** Every scope that can be granted. @see docs/spec/dialect.md#scopes */
export const scopes = {
  crm: { askedBy: 'platform', external: true },
  files: { askedBy: 'host product', external: false },
  files_delete: { askedBy: 'host product', external: false },
  notifications: { askedBy: 'host product', external: true },
  push_notifications: { askedBy: 'host product', external: false },
} as const satisfies Record<ScopeName, ScopeRule>;

const table: Readonly<Record<ScopeName, ScopeRule>> = scopes;

/**
 * The scopes out of `names` that an integration of this kind may have, in the order of pages. Consent shows these, a
 * grant gets these, and a request is judged by these.
 */
export function scopesWithin(kind: IntegrationReach['kind'], names: readonly string[]): readonly ScopeName[] {
  return scopeNames.filter((name) => names.includes(name) && (kind !== 'external' || table[name].external));
}

/** Whether an integration of this kind may ask for the scope. */
export function mayAskFor(kind: IntegrationReach['kind'], name: string): boolean {
  return scopesWithin(kind, [name]).length === 1;
}
