import type { FirstToken } from '../../../api/queries.ts';
import type { TextKey } from '../../../texts.ts';

/** What the platform sees happen, in the order in which it does. */
export const seenSteps = ['code', 'exchange', 'call', 'refresh'] as const;
export type SeenStep = (typeof seenSteps)[number];

/** When a step was last done, in Unix seconds; `null`: not yet. A code that ran out unused does not count. */
export function doneAt(seen: FirstToken, step: SeenStep, now: number): number | null {
  switch (step) {
    case 'code':
      return codeWaits(seen, now) ? (seen.code?.issued_at ?? null) : seen.exchanged_at;
    case 'exchange':
      return seen.exchanged_at;
    case 'call':
      return seen.called_at;
    case 'refresh':
      return seen.refreshed_at;
  }
}

/** The steps that were done between two looks. Calls go on and on: only the first one is news. */
export function doneSince(before: FirstToken, seen: FirstToken, now: number): readonly SeenStep[] {
  return seenSteps.filter((step) => {
    if (step === 'call' && before.called_at !== null) return false;
    return (newsAt(seen, step, now) ?? 0) > (newsAt(before, step, now) ?? 0);
  });
}

/** A code is news when it is issued; that it is exchanged is the next step's. */
function newsAt(seen: FirstToken, step: SeenStep, now: number): number | null {
  return step === 'code' ? (seen.code?.issued_at ?? null) : doneAt(seen, step, now);
}

/** Whether there is a code that can be exchanged now. */
export function codeWaits({ code }: FirstToken, now: number): boolean {
  return code !== null && code.redeemed_at === null && code.expires_at > now;
}

/** The refusal that nothing has followed yet. */
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

/** The reason in words; one that is newer than these words has general ones. */
export function reasonKey(reason: string): TextKey {
  const known = reasons.find((one) => one === reason);
  return known === undefined ? 'guide:refused.other' : `guide:refused.${known}`;
}

const differences = ['blanks', 'case', 'slash', 'encoding', 'scheme', 'query'] as const;

/** How the redirect URI differs, where that can be said. */
export function differenceKey(difference: string | null): TextKey | undefined {
  const known = differences.find((one) => one === difference);
  return known === undefined ? undefined : `guide:difference.${known}`;
}
