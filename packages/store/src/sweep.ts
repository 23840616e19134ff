import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Wipes at most `limit` answers to presses that are over: their time has come, or their code was exchanged.
 *
 * @returns how many went
 */
export async function wipeAnswers(
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

/** A table with rows that nobody will ask for again: how long after which moment they go. */
export interface Leftovers {
  readonly table: keyof Database & string;
  /** The moment, as SQL over the row. */
  readonly since: string;
  readonly keptMs: number;
  /** What keeps a row nevertheless, as SQL over it. */
  readonly unless?: string;
}

/**
 * Deletes at most `limit` rows whose moment is longer ago than they are kept. Rows that somebody holds are left for the
 * next time, so that it stands in nobody's way.
 *
 * @returns how many went
 */
export async function sweepBatch(
  db: Kysely<Database>,
  leftovers: Leftovers,
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
