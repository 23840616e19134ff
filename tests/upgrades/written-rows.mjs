/** Tables with short-lived data of nodes, and tables filled by migrations; their rows are not written. */
const left = ['schema_migrations', 'schema_migrations_lock', 'throttles', 'api_windows', 'api_blocks'];

/** Every row of a database as SQL statements, parent tables first; `by` names the script that made them. */
export async function writtenRows(pool, by) {
  const rows = async (text, values = []) => (await pool.query(text, values)).rows;
  const tables = await rows(
    `with recursive refers as (
       select c.oid, 0 as depth from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and (n.nspname = 'public' or c.relname in ('_private_tasks', '_private_job_queues', '_private_jobs'))
       union
       select f.conrelid, r.depth + 1 from refers r join pg_constraint f on f.confrelid = r.oid and f.contype = 'f' and f.conrelid <> r.oid
       where r.depth < 12)
     select n.nspname as schema, c.relname as name, max(r.depth) as depth from refers r
     join pg_class c on c.oid = r.oid join pg_namespace n on n.oid = c.relnamespace
     group by 1, 2 order by max(r.depth), case c.relname when '_private_tasks' then 0 when '_private_job_queues' then 1 else 2 end, 2`,
  );
  const lines = [`-- Written by ${by}.`];
  for (const { schema, name } of tables) {
    if (left.includes(name)) continue;
    const columns = (
      await rows(
        `select quote_ident(column_name) as name from information_schema.columns
         where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' order by ordinal_position`,
        [schema, name],
      )
    ).map((column) => column.name);
    const table = `${schema}.${name}`;
    const literals = columns.map((column) => `coalesce(quote_literal(${column}::text), 'null')`);
    const found = await rows(`select concat_ws(', ', ${literals.join(', ')}) as values from ${table} order by 1`);
    if (found.length === 0) continue;
    lines.push(`insert into ${table} (${columns.join(', ')}) overriding system value values`);
    lines.push(`${found.map((row) => `(${row.values})`).join(',\n')};`);
  }
  const sequences = await rows(
    `select format('%I.%I', schemaname, sequencename) as name, last_value from pg_sequences where last_value is not null
     and (schemaname = 'public' or sequencename like '%jobs%') order by 1`,
  );
  for (const { name, last_value: value } of sequences) lines.push(`select setval('${name}', ${value});`);
  return `${lines.join('\n')}\n`;
}
