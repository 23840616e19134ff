import { Fault } from '@pristan/flows';
import type pg from 'pg';

/** Rows of one statement: enough to share its cost, few enough to keep the last one's wait short. */
const BATCH_MAX = 64;
const UNDER_WAY_MAX = 2;
/** More than this waiting means that the database no longer keeps up. */
const WAITING_MAX = 10_000;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers what is asked within one turn of the event loop by one statement. No timer: a single question goes out at the
 * end of its turn, and while two statements are under way the next ones gather.
 *
 * @param run answers all of a batch in its order, or throws and has changed nothing
 * @returns asks one question. @throws Fault when too many wait already
 * @see docs/adr/0003-sql-access.md
 */
export function inBatches<Ask, Answer>(
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
      // What one question did wrong, or two nodes in each other's way, is no reason to fail the others.
      if (batch.length > 1 && isOnesFault(error)) for (const one of batch) await settle([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= WAITING_MAX) {
        reject(new Fault('too many questions wait for the database'));
        return;
      }
      waiting.push({ ask, resolve, reject });
      if (planned || underWay >= UNDER_WAY_MAX) return;
      planned = true;
      setImmediate(take);
    });
}

/** A statement over columns of values, one place in each an ask, that answers rows with an `ord`: the ask's place, from 1. */
export interface BatchStatement<Ask> {
  /** Parsed and planned once a connection. */
  readonly name: string;
  readonly text: string;
  readonly values: (ask: Ask) => readonly unknown[];
}

/**
 * Runs a statement for all asks. Rows are matched to them by `ord` alone: matched by key, many uses of one token would
 * all win.
 *
 * @returns the row of each ask, `undefined` where there is none
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
 * The asks as rows `q` of a statement, with these columns and `ord`. A subquery hides an array's length from the planner:
 * knowing it, it would plan each batch anew.
 *
 * @param columns `name type, name type, …`, in the order of `values`
 */
export function asksAs(columns: string): string {
  const pairs = columns.split(',').map((column) => column.trim().split(' '));
  const arrays = pairs.map(([, type], at) => `(select $${at + 1}::${type}[])`);
  return `unnest(${arrays.join(', ')}) with ordinality as q (${pairs.map(([name]) => name).join(', ')}, ord)`;
}

/** One array a parameter. */
export function columnsOf(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? null));
}

/** SQLSTATE classes: data exception, integrity constraint, transaction rollback (a deadlock is one). */
function isOnesFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|23|40)/.test(String(error.code));
}
