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

/** Reasons why access ended that the page has a text for; `other` stands for the rest. */
export type EndedReason = (typeof known)[number] | 'other';

/** Maps a reason named by the API to one with a text; `other` if the page has none for it. */
export function endedReason(named: string): EndedReason {
  return known.find((one) => one === named) ?? 'other';
}
