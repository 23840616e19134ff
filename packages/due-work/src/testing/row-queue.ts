import type { ClaimQuestion, Ending, WorkKind } from '../work-kind.ts';

/** A row of the queue in memory. */
export interface Row {
  readonly id: string;
  readonly host: string;
  dueAt: number;
  attempts: number;
  isDone: boolean;
}

/** Rows that are claimed as a table is: the longest due first, within the limits in total and per host. */
export interface RowQueue {
  readonly rows: Row[];
  add(id: string, host?: string): void;
  /** Number of times that each row was performed, by id. */
  readonly performed: Map<string, number>;
  /** Questions of all claims. */
  readonly questions: ClaimQuestion[];
  /** A kind of work on these rows. A failure is due again after 100 ms. */
  kind(perform: (row: Row) => Promise<void>, changes?: Partial<WorkKind<Row, void>>): WorkKind<Row, void>;
}

export function rowQueue(): RowQueue {
  const rows: Row[] = [];
  const performed = new Map<string, number>();
  const questions: ClaimQuestion[] = [];
  const claim = async (question: ClaimQuestion): Promise<readonly Row[]> => {
    questions.push(question);
    const { now, limit, perHost, room, except, leaseEndsAt } = question;
    const free = new Map(room.map((one) => [one.host, one.free]));
    const claimed: Row[] = [];
    for (const row of rows.toSorted((one, other) => one.dueAt - other.dueAt)) {
      const left = free.get(row.host) ?? perHost;
      if (row.isDone || row.dueAt > now || left <= 0 || claimed.length >= limit || except.includes(row.id)) continue;
      free.set(row.host, left - 1);
      Object.assign(row, { dueAt: leaseEndsAt, attempts: row.attempts + 1 });
      claimed.push(row);
    }
    return claimed;
  };
  return {
    rows,
    performed,
    questions,
    add: (id, host = 'a.test') => void rows.push({ id, host, dueAt: 0, attempts: 0, isDone: false }),
    kind: (perform, changes = {}) => ({
      name: 'row',
      leaseMs: 1000,
      lookMs: 60_000,
      idleMs: 60_000,
      stopMs: 60_000,
      budget: { total: 4, perHost: 4 },
      claim,
      async nextDueAt() {
        const open = rows.filter(({ isDone }) => !isDone).map(({ dueAt }) => dueAt);
        return open.length === 0 ? undefined : Math.min(...open);
      },
      keyOf: ({ id }) => id,
      hostOf: ({ host }) => host,
      async perform(row) {
        performed.set(row.id, (performed.get(row.id) ?? 0) + 1);
        await perform(row);
      },
      async settle(row, ending: Ending<void>) {
        if (ending.kind === 'done') row.isDone = true;
        else row.dueAt += 100 - 1000;
      },
      ...changes,
    }),
  };
}

/** A promise that the test fulfils. */
export function opening(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
