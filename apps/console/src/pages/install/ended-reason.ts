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

/** Why an access ended, as far as there are words for it here. */
export type EndedReason = (typeof known)[number] | 'other';

/** The reason that the platform names; one that is new to this page is told in general words. */
export function endedReason(named: string): EndedReason {
  return known.find((one) => one === named) ?? 'other';
}
