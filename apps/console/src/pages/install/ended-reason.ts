const known = [
  'grant_revoked',
  'person_deactivated',
  'installation_disabled',
  'integration_stopped',
  'secret_revoked',
  'integration_adopted',
  'token_revoked',
  'idle',
] as const;

/** Reasons why access ended that have a text here. */
export type EndedReason = (typeof known)[number] | 'other';

/** The platform's reason; `other` if it has no text here. */
export function endedReason(named: string): EndedReason {
  return known.find((one) => one === named) ?? 'other';
}
