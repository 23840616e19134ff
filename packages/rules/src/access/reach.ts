/** What decides in which accounts an integration may be installed. */
export interface IntegrationReach {
  readonly kind: 'private' | 'public' | 'external';
  readonly published: boolean;
  /** The technical account: the one it was created in. */
  readonly accountId: number;
}

export type OutOfReach = 'private_elsewhere' | 'unmoderated_elsewhere' | 'external_elsewhere';

/**
 * Why an integration may not be installed in this account; `undefined` when it may.
 *
 * @see docs/spec/dialect.md#kinds
 */
export function outOfReach(integration: IntegrationReach, accountId: number): OutOfReach | undefined {
  if (integration.accountId === accountId) return undefined;
  switch (integration.kind) {
    case 'private':
      return 'private_elsewhere';
    case 'external':
      return 'external_elsewhere';
    case 'public':
      return integration.published ? undefined : 'unmoderated_elsewhere';
  }
}
