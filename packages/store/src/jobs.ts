import { sql } from 'kysely';
import type { Tx } from './transaction.ts';

/** Names of background jobs. A job carries an id, never a secret or a person's address. */
export type JobName = 'mail' | 'logo';

/**
 * Enqueues a job in the transaction of its cause. Replaces a waiting job of the same name and id; one that a worker has
 * taken stays.
 */
export async function enqueue(tx: Tx, job: { readonly name: JobName; readonly id: string }): Promise<void> {
  const { name, id } = job;
  await sql`
    select graphile_worker.add_job(${name}, payload => json_build_object('id', ${id}::text), job_key => ${`${name}:${id}`}, max_attempts => 3)
  `.execute(tx);
}
