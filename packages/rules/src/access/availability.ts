/** The facts that decide in which accounts an integration may be installed. */
export interface IntegrationAvailability {
  readonly kind: 'private' | 'public' | 'external';
  readonly published: boolean;
  /** The technical account, in which the integration was created. */
  readonly accountId: number;
}

export type UnavailabilityReason = 'private_elsewhere' | 'unmoderated_elsewhere' | 'external_elsewhere';

/**
 * The reason why an integration may not be installed in this account; `undefined` when it may.
 *
 * @see docs/spec/dialect.md#kinds
 */
export function unavailabilityReason(
  integration: IntegrationAvailability,
  accountId: number,
): UnavailabilityReason | undefined {
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
