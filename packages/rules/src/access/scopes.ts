import type { ScopeName } from '@pristan/wire';
import { scopeNames } from '@pristan/wire';
import type { IntegrationAvailability } from './availability.ts';

/** A scope's two sides: the servers that require it, and whether external integrations may have it. */
export interface ScopeRule {
  /**
   * `platform`: the platform's own methods require the scope. `host product`: only the host product's resource servers
   * require it; they see it by introspection.
   */
  readonly askedBy: 'platform' | 'host product';
  /** Whether an external integration may have the scope. */
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
 * The scopes among `names` that an integration of this kind may have, in the order in which pages list them. The
 * consent page shows these scopes, a grant gets them, and a request is checked against them.
 */
export function scopesWithin(kind: IntegrationAvailability['kind'], names: readonly string[]): readonly ScopeName[] {
  return scopeNames.filter((name) => names.includes(name) && (kind !== 'external' || table[name].external));
}

/** True when an integration of this kind may request the scope. */
export function mayRequestScope(kind: IntegrationAvailability['kind'], name: string): boolean {
  return scopesWithin(kind, [name]).length === 1;
}
