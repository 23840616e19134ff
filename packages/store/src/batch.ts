import { UnavailableError } from '@pristan/flows';
import type pg from 'pg';

/** Questions per SQL statement: enough to share the statement's cost, few enough to keep the last one's wait short. */
const BATCH_MAX = 64;
const UNDER_WAY_MAX = 2;
/** Maximum number of waiting questions. A longer queue means that the database can't keep up. */
const WAITING_MAX = 10_000;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Batches the database questions of one turn of the event loop into one SQL statement. There is no timer: a single
 * question goes out at the end of its turn; while two statements are running, new questions queue up.
 *
 * @param run answers a batch in order, or throws without having changed anything
 * @returns a function that asks one question. @throws UnavailableError when too many are waiting
 * @see docs/adr/0003-sql-access.md
 */
export function batched<Ask, Answer>(
  run: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  const waiting: Waiting<Ask, Answer>[] = [];
  let underWay = 0;
  let planned = false;

  function take(): void {
    planned = false;
    while (underWay < UNDER_WAY_MAX && waiting.length > 0) {
      underWay += 1;
      void settle(waiting.splice(0, BATCH_MAX)).finally(() => {
        underWay -= 1;
        take();
      });
    }
  }

  async function settle(batch: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await run(batch.map(({ ask }) => ask));
      if (answers.length !== batch.length) throw new Error(`${answers.length} answers to ${batch.length} questions`);
      for (const [at, answer] of answers.entries()) batch[at]?.resolve(answer);
    } catch (error) {
      // One bad question, or a deadlock with another node, must not fail the other questions of the batch.
      if (batch.length > 1 && isOnesFault(error)) for (const one of batch) await settle([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= WAITING_MAX) {
        reject(new UnavailableError('too many questions wait for the database'));
        return;
      }
      waiting.push({ ask, resolve, reject });
      if (planned || underWay >= UNDER_WAY_MAX) return;
      planned = true;
      setImmediate(take);
    });
}

/**
 * An SQL statement for a batch: each parameter is an array with one element per question; each result row contains its
 * question's number `ord`, from 1.
 */
export interface BatchStatement<Ask> {
  /** Name of the prepared statement, which PostgreSQL parses and plans once per connection. */
  readonly name: string;
  readonly text: string;
  readonly values: (ask: Ask) => readonly unknown[];
}

/**
 * Runs an SQL statement for all questions of a batch. Rows are matched to questions by `ord` alone: matched by key,
 * concurrent uses of one token would all succeed.
 *
 * @returns one row per question, `undefined` where the statement returned none
 */
export async function runBatch<Ask, Row extends { readonly ord: number }>(
  pool: pg.Pool,
  { name, text, values }: BatchStatement<Ask>,
  asks: readonly Ask[],
): Promise<readonly (Row | undefined)[]> {
  const { rows } = await pool.query<Row>({ name, text, values: columnsOf(asks.map(values)) });
  const answers: (Row | undefined)[] = asks.map(() => undefined);
  for (const row of rows) answers[row.ord - 1] = row;
  return answers;
}

/**
 * The questions of a batch as rows `q` of an SQL statement, with these columns and `ord`. Each parameter array stands
 * in a subquery that hides its length from the planner, which would otherwise plan each batch again.
 *
 * @param columns `name type, name type, …`, in the order of `values`
 */
export function batchRows(columns: string): string {
  const pairs = columns.split(',').map((column) => column.trim().split(' '));
  const arrays = pairs.map(([, type], at) => `(select $${at + 1}::${type}[])`);
  return `unnest(${arrays.join(', ')}) with ordinality as q (${pairs.map(([name]) => name).join(', ')}, ord)`;
}

/** Turns rows of values into one array per statement parameter. */
export function columnsOf(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? null));
}

/**
 * Whether one question failed the batch. SQLSTATE classes: data exception, integrity constraint, transaction rollback
 * (a deadlock is one).
 */
function isOnesFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|23|40)/.test(String(error.code));
}
