import type { Decided, Difference, ConfirmationAnswer, StatedFact, Statement } from '@pristan/rules';
import { decideConfirmed } from '@pristan/rules';
import { carryOut } from './carry-out.ts';
import type { Store } from './ports/store.ts';
import type { Clock, AssociatedData, Vault } from './ports/environment.ts';

export interface ConfirmationEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'commit'>;
}

/** The confirmation token of the submitted page; absent for callers without a page. */
export interface SubmittedConfirmation<Stated extends Statement = Statement> {
  readonly pressId: string;
  readonly expiresAt: number;
  readonly userId: number;
  /** The statement that the submitted page showed. */
  readonly statement: Stated;
  /** Answer to store on success; a repeated submission of the confirmation token gets it again. */
  readonly answer: string;
}

/**
 * A stored answer to a confirmation token. `answer`: it can be shown again. `over`: it can't, and `again` is the path
 * where the user can repeat the request.
 */
export type StoredAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'over'; readonly code: 'redeemed' | 'expired'; readonly again: string | undefined };

/** Nothing was done: the confirmation token was used before, or a fact that its page stated has changed. */
export type NotCarriedOut =
  | { readonly kind: 'repeated'; readonly answer: StoredAnswer | undefined }
  | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

interface Steps<Stated extends Statement, Facts, Outcome> {
  readonly read: () => Promise<Facts>;
  readonly state: (facts: Facts) => Stated | undefined;
  readonly decide: (facts: Facts) => Decided<Outcome>;
  /** The answer to store when it depends on the outcome; otherwise the answer in the submitted confirmation. */
  readonly answer?: (
    outcome: Outcome,
    facts: Facts,
  ) => Partial<Omit<ConfirmationAnswer, 'sealed'>> & { readonly text: string };
  /** Whether the request was already carried out, known from other facts than the confirmation token. */
  readonly used?: (facts: Facts) => boolean;
}

/**
 * `carryOut` for a submitted page: at most once per confirmation token, only while all that the page stated still
 * holds. The answer is stored in the same commit.
 */
export async function carryOutConfirmed<Stated extends Statement, Facts, Outcome extends { readonly kind: string }>(
  env: ConfirmationEnvironment,
  press: SubmittedConfirmation<Stated> | undefined,
  steps: Steps<Stated, Facts, Outcome>,
): Promise<Outcome | NotCarriedOut> {
  const { read, state, decide } = steps;
  if (press === undefined) return carryOut(env.store, read, decide);
  const { pressId, expiresAt, userId, statement: stated } = press;
  const outcome = await carryOut(
    env.store,
    async () => {
      // Facts are read first: in the other order, a parallel request with this token would look like somebody else's
      // change.
      const facts = await read();
      const answered = await env.store.installs.answeredPress(pressId);
      return { facts, used: answered !== undefined || steps.used?.(facts) === true };
    },
    ({ facts, used }) =>
      decideConfirmed({ pressId, expiresAt, stated, used }, state(facts), {
        decide: () => decide(facts),
        answer: (done) => {
          const { text, ...rest } = steps.answer?.(done, facts) ?? { text: press.answer };
          return { userId, endsAt: expiresAt, ...rest, sealed: env.vault.seal(answerPlace(pressId), text) };
        },
      }),
  );
  if (isRepeated(outcome)) return { kind: 'repeated', answer: await storedAnswer(env, { pressId, userId }) };
  return outcome;
}

/** Safe to tell apart by kind: no rule has an outcome called `repeated`. */
function isRepeated(outcome: { readonly kind: string }): outcome is { readonly kind: 'repeated' } {
  return outcome.kind === 'repeated';
}

/**
 * The stored answer to a confirmation token, for the user who submitted it. @returns `undefined` when there is none or
 * it belongs to another user
 */
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

function answerPlace(pressId: string): AssociatedData {
  return { table: 'used_presses', column: 'sealed_answer', id: pressId };
}
