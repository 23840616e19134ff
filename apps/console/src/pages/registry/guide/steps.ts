import type { FirstToken } from '../../../api/queries.ts';
import type { TextKey } from '../../../texts.ts';

/** Steps that the platform can see, in order. */
export const seenSteps = ['code', 'exchange', 'call', 'refresh'] as const;
export type SeenStep = (typeof seenSteps)[number];

/** Time when a step was last done, in Unix seconds; `null`: not yet. A code that expired unused does not count. */
export function doneAt(seen: FirstToken, step: SeenStep, now: number): number | null {
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

/** Steps done between two polls. Calls repeat, so only the first one counts. */
export function doneSince(before: FirstToken, seen: FirstToken, now: number): readonly SeenStep[] {
  return seenSteps.filter((step) => {
    if (step === 'call' && before.called_at !== null) return false;
    return (newsAt(seen, step, now) ?? 0) > (newsAt(before, step, now) ?? 0);
  });
}

/** A code is new when issued; its exchange belongs to the next step. */
function newsAt(seen: FirstToken, step: SeenStep, now: number): number | null {
  return step === 'code' ? (seen.code?.issued_at ?? null) : doneAt(seen, step, now);
}

/** Whether a code can be exchanged now. */
export function hasUsableCode({ code }: FirstToken, now: number): boolean {
  return code !== null && code.redeemed_at === null && code.expires_at > now;
}

/** The last refusal, unless an exchange has succeeded since. */
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

/** Text of the reason; a general one for unknown reasons. */
export function reasonKey(reason: string): TextKey {
  const known = reasons.find((one) => one === reason);
  return known === undefined ? 'guide:refused.other' : `guide:refused.${known}`;
}

const differences = ['blanks', 'case', 'slash', 'encoding', 'scheme', 'query'] as const;

/** Text of the difference between the redirect URIs, if there is one. */
export function differenceKey(difference: string | null): TextKey | undefined {
  const known = differences.find((one) => one === difference);
  return known === undefined ? undefined : `guide:difference.${known}`;
}
