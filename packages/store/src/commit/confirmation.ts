import type { ConfirmationChange } from '@pristan/rules';
import { fromHex } from '../hex.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';
import type { Handlers } from './handlers.ts';

export const confirmationHandlers: Handlers<ConfirmationChange['kind']> = {
  press_used: usePress,
};

async function usePress(tx: Tx, { pressId, expiresAt, answer }: ConfirmationChange): Promise<void> {
  const inserted = await tx
    .insertInto('used_presses')
    .values({
      id: pressId,
      expires_at: expiresAt,
      user_id: answer.userId,
      sealed_answer: answer.sealed,
      answer_ends_at: answer.endsAt,
      code_account_id: answer.code?.accountId ?? null,
      code_id: answer.code === undefined ? null : fromHex(answer.code.codeId),
      again: answer.again ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  // Used before: the whole commit is rolled back, and the flow finds the token used when it reads again.
  expectRow(inserted.numInsertedOrUpdatedRows);
}
