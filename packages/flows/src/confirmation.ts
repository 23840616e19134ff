import type { Decided, Difference, PressAnswer, StatedFact, Statement } from '@pristan/rules';
import { decideConfirmed } from '@pristan/rules';
import { carryOut } from './carry-out.ts';
import type { Store } from './ports/store.ts';
import type { Clock, Place, Vault } from './ports/world.ts';

export interface ConfirmationEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'commit'>;
}

/** The confirmation token of a page that asked, as it came back; absent for callers without a page. */
export interface PressedToken<Stated extends Statement = Statement> {
  readonly pressId: string;
  readonly expiresAt: number;
  readonly userId: number;
  /** The statement of its page. */
  readonly statement: Stated;
  /** The answer when it is done, given again to the same press. */
  readonly answer: string;
}

/** An answer that was stored: there to be given again, or over, with the path of ours where the same is asked anew. */
export type StoredAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'over'; readonly code: 'redeemed' | 'expired'; readonly again: string | undefined };

/** Nothing was done: the same press was answered before, or what its page stated is not so any more. */
export type AskedBefore =
  | { readonly kind: 'repeated'; readonly answer: StoredAnswer | undefined }
  | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

interface Steps<Stated extends Statement, Facts, Outcome> {
  readonly read: () => Promise<Facts>;
  readonly state: (facts: Facts) => Stated | undefined;
  readonly decide: (facts: Facts) => Decided<Outcome>;
  /** The answer, where only the outcome tells. */
  readonly answer?: (
    outcome: Outcome,
    facts: Facts,
  ) => Partial<Omit<PressAnswer, 'sealed'>> & { readonly text: string };
  /** Whether the same was answered before, where more than the token shows it. */
  readonly used?: (facts: Facts) => boolean;
}

/**
 * `carryOut` for what a page asked: once per token, only while everything that the page stated is so, and with its answer
 * stored in the same commit.
 */
export async function carryOutConfirmed<Stated extends Statement, Facts, Outcome extends { readonly kind: string }>(
  env: ConfirmationEnvironment,
  press: PressedToken<Stated> | undefined,
  steps: Steps<Stated, Facts, Outcome>,
): Promise<Outcome | AskedBefore> {
  const { read, state, decide } = steps;
  if (press === undefined) return carryOut(env.store, read, decide);
  const { pressId, expiresAt, userId, statement: stated } = press;
  const outcome = await carryOut(
    env.store,
    async () => {
      // In this order: facts that the same press has just changed must not be taken for somebody else's change.
      const facts = await read();
      const answered = await env.store.installs.answeredPress(pressId);
      return { facts, used: answered !== undefined || steps.used?.(facts) === true };
    },
    ({ facts, used }) =>
      decideConfirmed(
        { pressId, expiresAt, stated, used },
        state(facts),
        () => decide(facts),
        (done) => {
          const { text, ...rest } = steps.answer?.(done, facts) ?? { text: press.answer };
          return { userId, endsAt: expiresAt, ...rest, sealed: env.vault.seal(answerPlace(pressId), text) };
        },
      ),
  );
  if (isRepeated(outcome)) return { kind: 'repeated', answer: await storedAnswer(env, { pressId, userId }) };
  return outcome;
}

/** Told apart by its kind, which no outcome of a rule has. */
function isRepeated(outcome: { readonly kind: string }): outcome is { readonly kind: 'repeated' } {
  return outcome.kind === 'repeated';
}

/** The answer to a press, for the person who pressed. @returns `undefined` when there is none, or it is another person's */
export async function storedAnswer(
  env: { readonly clock: Clock; readonly vault: Vault; readonly store: Pick<Store, 'installs'> },
  { pressId, userId }: { readonly pressId: string; readonly userId: number },
): Promise<StoredAnswer | undefined> {
  const row = await env.store.installs.answeredPress(pressId);
  if (row?.userId !== userId) return undefined;
  if (row.codeRedeemed || row.sealed === undefined || row.endsAt <= env.clock.now()) {
    return { kind: 'over', code: row.codeRedeemed ? 'redeemed' : 'expired', again: row.again };
  }
  return { kind: 'answer', text: env.vault.open(answerPlace(pressId), row.sealed) };
}

function answerPlace(pressId: string): Place {
  return { table: 'used_presses', column: 'sealed_answer', id: pressId };
}
