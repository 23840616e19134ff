import { sql } from 'kysely';
import type { Tx } from './commit/transaction.ts';

/** What workers know how to do, by name. A job carries an id, never a secret or an address of a person. */
export type JobName = 'mail' | 'logo';

/**
 * Enqueues a job in the transaction of its cause. One of the same name and id that still waits is replaced; one that a
 * worker holds is left to it.
 */
export async function enqueue(tx: Tx, job: { readonly name: JobName; readonly id: string }): Promise<void> {
  const { name, id } = job;
  await sql`
    select graphile_worker.add_job(${name}, payload => json_build_object('id', ${id}::text), job_key => ${`${name}:${id}`}, max_attempts => 3)
  `.execute(tx);
}
