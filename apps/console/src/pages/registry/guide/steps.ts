import type { FirstToken } from '../../../api/queries.ts';
import type { TextKey } from '../../../texts.ts';

/** Steps of the guide that the platform can see done, in order. */
export const seenSteps = ['code', 'exchange', 'call', 'refresh'] as const;
export type SeenStep = (typeof seenSteps)[number];

/**
 * Time when a step of the guide was last done, in Unix seconds; `null`: not yet. A code that expired unused does not
 * count.
 */
export function stepDoneAt(seen: FirstToken, step: SeenStep, now: number): number | null {
  switch (step) {
    case 'code':
      return hasUsableCode(seen, now) ? (seen.code?.issued_at ?? null) : seen.exchanged_at;
    case 'exchange':
      return seen.exchanged_at;
    case 'call':
      return seen.called_at;
    case 'refresh':
      return seen.refreshed_at;
  }
}

/** Steps completed between two polls. API calls repeat, so only the first one counts. */
export function stepsDoneSince(before: FirstToken, seen: FirstToken, now: number): readonly SeenStep[] {
  return seenSteps.filter((step) => {
    if (step === 'call' && before.called_at !== null) return false;
    return (newsAt(seen, step, now) ?? 0) > (newsAt(before, step, now) ?? 0);
  });
}

/** Time of a step’s news: for a code, when it was issued, since its exchange belongs to the next step. */
function newsAt(seen: FirstToken, step: SeenStep, now: number): number | null {
  return step === 'code' ? (seen.code?.issued_at ?? null) : stepDoneAt(seen, step, now);
}

/** Whether the newest code can be exchanged now. */
export function hasUsableCode({ code }: FirstToken, now: number): boolean {
  return code !== null && code.redeemed_at === null && code.expires_at > now;
}

/** The last refused exchange, unless an exchange has succeeded since. */
export function openRefusal({ refused, exchanged_at }: FirstToken): FirstToken['refused'] {
  return refused !== null && refused.at > (exchanged_at ?? 0) ? refused : null;
}

const reasons = [
  'client_unknown',
  'secret_wrong',
  'client_secret_missing',
  'redirect_uri_missing',
  'redirect_uri_differs',
  'code_missing',
  'code_unknown',
  'code_expired',
  'code_used',
  'code_of_another_client',
  'access_ended',
  'account_differs',
  'code_verifier_missing',
  'verifier_differs',
] as const;

/** Key of the text for a refusal’s reason; a general text for an unknown reason. */
export function reasonKey(reason: string): TextKey {
  const known = reasons.find((one) => one === reason);
  return known === undefined ? 'guide:refused.other' : `guide:refused.${known}`;
}

const differences = ['blanks', 'case', 'slash', 'encoding', 'scheme', 'query'] as const;

/** Key of the text that says how the sent redirect URI differs from the registered one, if that is known. */
export function differenceKey(difference: string | null): TextKey | undefined {
  const known = differences.find((one) => one === difference);
  return known === undefined ? undefined : `guide:difference.${known}`;
}
