import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPool } from '@pristan/store';
import type { Connection } from '@pristan/store';
import { expect, test } from 'vitest';
import { installIfStale } from '../../tools/install.mjs';
import { asUrl, bareDatabase, freshDatabase } from '../harness/database.ts';

const tools = fileURLToPath(new URL('../../tools/', import.meta.url));
const file = fileURLToPath(new URL('../../packages/store/src/generated/tables.ts', import.meta.url));
/** The maintainers' tools may have to be installed first. */
const withInstallMs = 180_000;

/** As the store's connections read and write these types (packages/store/src/pool.ts). */
const typeMapping = {
  int8: 'number',
  bytea: 'Uint8Array',
  json: 'JSONColumnType<Record<string, unknown>>',
  jsonb: 'JSONColumnType<Record<string, unknown>>',
};
const imports = { GeneratedAlways: 'kysely#GeneratedAlways', JSONColumnType: 'kysely#JSONColumnType' };
/** Types of the columns that PostgreSQL alone writes. */
const writtenByPostgres: Record<string, string> = { bigint: 'number', text: 'string', 'text[]': 'string[]' };

/**
 * The expected text of packages/store/src/generated/tables.ts, read from a migrated database. This command writes it:
 * `npx vitest run tests/documents/row-types.test.ts --update`.
 */
async function rowTypes(database: Connection): Promise<string> {
  const options = {
    'type-mapping': JSON.stringify(typeMapping),
    'custom-imports': JSON.stringify(imports),
    overrides: JSON.stringify({ columns: await refinedColumns(database) }),
    url: asUrl(database),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [
    `${tools}node_modules/kysely-codegen/dist/cli/bin.js`,
    '--print',
    '--log-level=error',
    '--dialect=postgres',
    '--default-schema=public',
    '--include-pattern=public.*',
    '--exclude-pattern=schema_migrations*',
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
  ]);
  // A table's type is reached by the table's name, not by a second name.
  return stdout.replaceAll(/^export (?!interface DB\b)/gm, '');
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly is_required: boolean;
  readonly has_default: boolean;
  readonly is_generated: boolean;
  /** Definition of the check constraint on this column alone. */
  readonly check: string | null;
}

const columnsText = `
  select c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_required,
    a.atthasdef as has_default, a.attgenerated <> '' or a.attidentity = 'a' as is_generated,
    (select pg_get_constraintdef(k.oid) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as check
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
  order by 1`;

/** Types of the columns that PostgreSQL alone writes, and of those whose check constraint lists their values. */
async function refinedColumns(database: Connection): Promise<Record<string, string>> {
  const pool = openPool(database, 1, () => undefined);
  const { rows } = await pool.query<Column>(columnsText);
  await pool.end();
  return Object.fromEntries(
    rows.flatMap((column) => {
      const type = column.is_generated ? writtenByPostgres[column.type] : unionOf(column.check);
      if (type === undefined) return [];
      const whole = column.is_required ? type : `${type} | null`;
      return [[column.name, wrapped(column, whole)]];
    }),
  );
}

function wrapped({ is_generated: isGenerated, has_default: hasDefault }: Column, type: string): string {
  if (isGenerated) return `GeneratedAlways<${type}>`;
  return hasDefault ? `Generated<${type}>` : type;
}

/** The values that a check constraint lists, as a union: `'admin' | 'member'`. */
function unionOf(check: string | null): string | undefined {
  const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[(.+)\]\)\)\)$/.exec(check ?? '')?.[1];
  return list
    ?.split(', ')
    .map((value) => value.replace(/::text$/, ''))
    .join(' | ');
}

test(
  'a column has the type that its default, its values and its writer give it',
  { timeout: withInstallMs },
  async () => {
    await installIfStale(tools, 'the maintainers’ tools');
    const database = await bareDatabase();
    const pool = openPool(database, 1, () => undefined);
    await pool.query(`create table doors (
    id bigint generated always as identity, made_at bigint not null, seen_at bigint, label text not null default 'front',
    state text not null default 'open' check (state in ('open', 'shut')), colour text check (colour in ('red', 'blue')),
    upper text generated always as (upper(label)) stored, facts jsonb not null, key bytea not null,
    check (seen_at is null or seen_at > made_at))`);
    await pool.end();
    expect((await rowTypes(database)).match(/interface Doors \{\n([^}]*)\}/)?.[1]?.split('\n')).toEqual([
      '  colour: "red" | "blue" | null;',
      '  facts: JSONColumnType<Record<string, unknown>>;',
      '  id: GeneratedAlways<number>;',
      '  key: Uint8Array;',
      '  label: Generated<string>;',
      '  made_at: number;',
      '  seen_at: number | null;',
      '  state: Generated<"open" | "shut">;',
      '  upper: GeneratedAlways<string | null>;',
      '',
    ]);
  },
);

test('the generated row types equal the migrated database', { timeout: withInstallMs }, async () => {
  await installIfStale(tools, 'the maintainers’ tools');
  await expect(await rowTypes(await freshDatabase())).toMatchFileSnapshot(file);
});
