import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Wipes at most `limit` stored answers to confirmation tokens that have expired or whose authorization code was
 * exchanged.
 *
 * @returns the number of answers wiped
 */
export async function deleteExpiredAnswers(
  db: Kysely<Database>,
  at: { readonly now: number; readonly limit: number },
): Promise<number> {
  const result = await sql`
    update used_presses set sealed_answer = null where ctid = any (array(
      select p.ctid from used_presses p where p.sealed_answer is not null and (p.answer_ends_at <= ${at.now}
        or exists (select from codes k
          where k.account_id = p.code_account_id and k.id = p.code_id and k.redeemed_at is not null))
      limit ${at.limit} for update skip locked
    ))`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** A table with rows that expire, and how long they are stored. */
export interface ExpiringRows {
  readonly table: keyof Database & string;
  /** SQL expression over the row: start of its storage time. */
  readonly since: string;
  readonly keptMs: number;
  /** SQL condition over the row: it is not deleted while this is true. */
  readonly unless?: string;
}

/**
 * Deletes at most `limit` rows past their storage time. Locked rows are left for the next run, so deletion blocks
 * nobody.
 *
 * @returns the number of rows deleted
 */
export async function sweepBatch(
  db: Kysely<Database>,
  leftovers: ExpiringRows,
  at: { readonly now: number; readonly limit: number },
): Promise<number> {
  const table = sql.table(leftovers.table);
  const result = await sql`
    delete from ${table} where ctid = any (array(
      select ctid from ${table} where ${sql.raw(leftovers.since)} < ${at.now - leftovers.keptMs} and not (${sql.raw(leftovers.unless ?? 'false')})
      limit ${at.limit} for update skip locked
    ))`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
