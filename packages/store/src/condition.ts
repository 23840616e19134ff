import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** How the database is, for `pristan doctor`. */
export interface Condition {
  readonly version: string;
  readonly databaseBytes: number;
  /** The five largest tables. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  /** How many values stand sealed under which key of the ring, by column. */
  readonly sealed: readonly { readonly column: string; readonly keyId: string; readonly count: number }[];
  /** Letters that should have gone out before `overdueSince`. */
  readonly overdueMails: number;
}

// The first byte of a sealed value is the length of the key's id, which follows.
const sealedColumns = [
  ['keys', 'sealed'],
  ['integration_secrets', 'sealed'],
  ['codes', 'sealed_code'],
  ['mails', 'sealed_secret'],
  ['used_presses', 'sealed_answer'],
] as const;

/** Reads it all. @throws what the database says */
export async function readCondition(db: Kysely<Database>, overdueSince: number): Promise<Condition> {
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
