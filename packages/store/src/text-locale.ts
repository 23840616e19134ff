import type pg from 'pg';

/** Locale of a database: which characters are letters, and how text sorts. */
export interface TextLocale {
  /** PostgreSQL's name of the locale, with its provider: `icu und`, `libc C`. */
  readonly name: string;
  /** Whether Cyrillic counts as letters; without them a search by name is case-sensitive. */
  readonly hasLetters: boolean;
}

/** Reads the locale of the connected database; PostgreSQL 13 and later. */
export async function readTextLocale(pool: pg.Pool): Promise<TextLocale> {
  const { rows } = await pool.query<{ row: Readonly<Record<string, unknown>>; encoding: string }>(
    `select to_jsonb(d) as row, current_setting('server_encoding') as encoding from pg_database d where datname = current_database()`,
  );
  const { row = {}, encoding = '' } = rows[0] ?? {};
  const provider = { i: 'icu', b: 'builtin' }[String(row['datlocprovider'])] ?? 'libc';
  // The locale has this column since PostgreSQL 17; before that an ICU locale had a column of its own.
  const locale = row['datlocale'] ?? row['daticulocale'] ?? row['datctype'];
  const name = `${provider} ${String(locale)}`;
  if (encoding !== 'UTF8') return { name: `${name}, ${encoding}`, hasLetters: false };
  const asked = await pool.query<{ low: boolean }>(`select lower('Ё') = 'ё' as low`);
  return { name, hasLetters: asked.rows[0]?.low === true };
}

/**
 * Rebuilds the indexes of the embedded database when its programs have a new collation version: an index in the old
 * order would miss rows. Does so once per version.
 *
 * @returns whether the rebuild was needed
 */
export async function renewSortOrder(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(datname) as name from pg_database where datname = current_database()
     and datcollversion is distinct from pg_database_collation_actual_version(oid)`,
  );
  const [database] = rows;
  if (database === undefined) return false;
  // The database name in REINDEX is optional only since PostgreSQL 16.
  await pool.query(`reindex database ${database.name}`);
  await pool.query(`alter database ${database.name} refresh collation version`);
  return true;
}
