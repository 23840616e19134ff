import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Health of the database, for `pristan doctor`. */
export interface DatabaseHealth {
  readonly version: string;
  readonly databaseBytes: number;
  /** Name and size of the five largest tables. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  /** Number of sealed values by column and by the key that sealed them. */
  readonly sealed: readonly { readonly column: string; readonly keyId: string; readonly count: number }[];
  /** Number of mails that were due before `overdueSince` and are not sent. */
  readonly overdueMails: number;
}

// A sealed value begins with one byte, the length of the key id that follows.
const sealedColumns = [
  ['keys', 'sealed'],
  ['integration_secrets', 'sealed'],
  ['codes', 'sealed_code'],
  ['mails', 'sealed_secret'],
  ['used_presses', 'sealed_answer'],
] as const;

/** Reads the health of the database. @throws the database's error */
export async function readHealth(db: Kysely<Database>, overdueSince: number): Promise<DatabaseHealth> {
  const { rows: about } = await sql<{ version: string; bytes: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(db);
  const { rows: tables } = await sql<{ name: string; bytes: number }>`
    select relname as name, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc, 1 limit 5`.execute(db);
  const sealed = [];
  for (const [table, column] of sealedColumns) {
    const { rows } = await sql<{ key_id: string; count: number }>`
      select convert_from(substr(${sql.ref(column)}, 2, get_byte(${sql.ref(column)}, 0)), 'UTF8') as key_id, count(*) as count
      from ${sql.table(table)} where ${sql.ref(column)} is not null group by 1 order by 1`.execute(db);
    sealed.push(...rows.map((row) => ({ column: `${table}.${column}`, keyId: row.key_id, count: row.count })));
  }
  const { overdue } = await db
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('overdue'))
    .where('sent_at', 'is', null)
    .where('created_at', '<', overdueSince)
    .executeTakeFirstOrThrow();
  return {
    version: about[0]?.version ?? '',
    databaseBytes: about[0]?.bytes ?? 0,
    tables,
    sealed,
    overdueMails: overdue,
  };
}
