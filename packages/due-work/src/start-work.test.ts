import { expect, test, vi } from 'vitest';
import { performDue } from './perform-due.ts';
import type { RunningWork, WorkSite } from './start-work.ts';
import { startWork } from './start-work.ts';
import { opening, rowQueue } from './testing/row-queue.ts';

/** A clock that the test sets, and everything that was reported. */
function aSite(now = 1000) {
  const reported: string[] = [];
  const site: WorkSite = {
    now: () => clock.now,
    report: ({ step, key = '', error }) => void reported.push(`${step} ${key} ${String(error)}`),
  };
  const clock = { now };
  return { site, clock, reported };
}

async function whileRunning(works: readonly RunningWork[], run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } finally {
    await Promise.all(works.map(async (work) => work.stop()));
  }
}

test('two nodes that claim at once share the work, and each piece is done once', async () => {
  const queue = rowQueue();
  for (let n = 0; n < 50; n++) queue.add(`row ${n}`);
  const kind = queue.kind(async () => undefined);
  const nodes = [aSite(), aSite()].map(({ site }) => startWork(kind, site));
  await whileRunning(nodes, async () => {
    await vi.waitFor(() => expect(queue.rows.every(({ isDone }) => isDone)).toBe(true));
  });
  expect([...queue.performed.values()].every((count) => count === 1)).toBe(true);
});

test('thousands of due pieces are all done, and no more than the budget at a time', async () => {
  const queue = rowQueue();
  for (let n = 0; n < 3000; n++) queue.add(`row ${n}`, `host ${n % 100}`);
  let most = 0;
  const kind = queue.kind(
    async () => {
      most = Math.max(most, work.inProgress());
      await Promise.resolve();
    },
    { budget: { total: 64, perHost: 2 } },
  );
  const work = startWork(kind, aSite().site);
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.rows.every(({ isDone }) => isDone)).toBe(true), { timeout: 20_000 });
  });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(64);
  expect(queue.questions.every(({ limit }) => limit <= 64)).toBe(true);
});

test('work that outlasts its lease is not begun again by its own node, and once by another', async () => {
  const queue = rowQueue();
  queue.add('slow');
  const end = opening();
  const kind = queue.kind(async () => end.opened);
  const { site, clock } = aSite();
  const one = startWork(kind, site);
  await vi.waitFor(() => expect(queue.performed.get('slow')).toBe(1));
  clock.now += kind.leaseMs;
  one.wake();
  await vi.waitFor(() => expect(queue.questions.at(-1)?.except).toEqual(['slow']));
  expect(queue.performed.get('slow')).toBe(1);
  const other = startWork(kind, site);
  await vi.waitFor(() => expect(queue.performed.get('slow')).toBe(2));
  one.wake();
  end.open();
  await Promise.all([one.stop(), other.stop()]);
  expect(queue.performed.get('slow')).toBe(2);
});

test('a node whose clock is behind or ahead by less than a lease takes no work of another node', async () => {
  const queue = rowQueue();
  queue.add('slow');
  const end = opening();
  const kind = queue.kind(async () => end.opened);
  const behind = startWork(kind, aSite(1000).site);
  await vi.waitFor(() => expect(queue.performed.get('slow')).toBe(1));
  const claims = queue.questions.length;
  const ahead = startWork(kind, aSite(1999).site);
  await vi.waitFor(() => expect(queue.questions.length).toBeGreaterThan(claims));
  end.open();
  await Promise.all([behind.stop(), ahead.stop()]);
  expect(queue.performed.get('slow')).toBe(1);
});

test('a stop claims no more and waits for running work', async () => {
  const queue = rowQueue();
  for (let n = 0; n < 8; n++) queue.add(`row ${n}`);
  const end = opening();
  const work = startWork(
    queue.kind(async () => end.opened),
    aSite().site,
  );
  await vi.waitFor(() => expect(work.inProgress()).toBe(4));
  const stopped = work.stop();
  work.wake();
  end.open();
  expect(await stopped).toBe(0);
  expect(queue.rows.filter(({ isDone }) => isDone)).toHaveLength(4);
  expect(queue.performed.size).toBe(4);
});

test('a stop does not wait for longer than the kind allows, and says how many pieces still run', async () => {
  const queue = rowQueue();
  queue.add('hangs');
  const end = opening();
  const work = startWork(
    queue.kind(async () => end.opened, { stopMs: 1 }),
    aSite().site,
  );
  await vi.waitFor(() => expect(work.inProgress()).toBe(1));
  expect(await work.stop()).toBe(1);
  end.open();
});

test('a failed claim is reported, and the loop goes on once the database is back', async () => {
  const queue = rowQueue();
  queue.add('row');
  const usual = queue.kind(async () => undefined, { lookMs: 5, idleMs: 5 });
  let isAway = true;
  const kind = {
    ...usual,
    claim: async (question: Parameters<typeof usual.claim>[0]) => {
      if (isAway) throw new Error('away');
      return usual.claim(question);
    },
  };
  const { site, reported } = aSite();
  const work = startWork(kind, site);
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(reported.length).toBeGreaterThanOrEqual(3));
    expect(new Set(reported)).toEqual(new Set(['claim  Error: away']));
    isAway = false;
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true), { timeout: 5000 });
  });
});

test('an idle node does work that nobody announced, when its longest wait is over', async () => {
  const queue = rowQueue();
  const work = startWork(
    queue.kind(async () => undefined, { lookMs: 1, idleMs: 20 }),
    aSite().site,
  );
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.questions).toHaveLength(1));
    queue.add('row');
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
  });
});

test('an idle node does a piece when it is due, without waiting for its next regular search', async () => {
  const queue = rowQueue();
  const kind = queue.kind(async () => undefined, { lookMs: 1, idleMs: 3_600_000 });
  queue.add('row');
  for (const row of queue.rows) row.dueAt = Date.now() + 50;
  const work = startWork(kind, { now: () => Date.now(), report: () => undefined });
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
  });
});

test('a failed piece is done again when its wait is over, although nothing else wakes the node', async () => {
  const queue = rowQueue();
  queue.add('row');
  const kind = queue.kind(
    async ({ attempts }) => {
      if (attempts === 1) throw new Error('broken');
    },
    { lookMs: 5, idleMs: 3_600_000 },
  );
  const work = startWork(kind, { now: () => Date.now(), report: () => undefined });
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
  });
  expect(queue.performed.get('row')).toBe(2);
});

test('work that throws is settled as failed and due again after its wait, and the others are done', async () => {
  const queue = rowQueue();
  queue.add('bad');
  queue.add('good');
  const kind = queue.kind(async ({ id, attempts }) => {
    if (id === 'bad' && attempts === 1) throw new Error('broken');
  });
  const { site, clock, reported } = aSite();
  const work = startWork(kind, site);
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.rows.map(({ isDone }) => isDone)).toEqual([false, true]));
    expect(queue.rows[0]?.dueAt).toBe(1100);
    clock.now = 1100;
    work.wake();
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
  });
  expect(reported).toEqual([]);
});

test('an outcome that could not be stored is reported, and the work is due again after its lease', async () => {
  const queue = rowQueue();
  queue.add('row');
  const usual = queue.kind(async () => undefined);
  const kind = {
    ...usual,
    settle: async (...given: Parameters<typeof usual.settle>) => {
      if (given[0].attempts === 1) throw new Error('away');
      await usual.settle(...given);
    },
  };
  const { site, clock, reported } = aSite();
  const work = startWork(kind, site);
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(reported).toEqual(['settle row Error: away']));
    clock.now += kind.leaseMs;
    work.wake();
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
  });
  expect(queue.performed.get('row')).toBe(2);
});

test('a host that hung gets one piece at a time, and the other hosts all that they may have', async () => {
  const queue = rowQueue();
  const ends = [opening(), opening()];
  const kind = queue.kind(async ({ id }) => ends[id === 'first' ? 0 : 1]?.opened, {
    budget: { total: 8, perHost: 3 },
    hasHung: () => true,
  });
  queue.add('first', 'slow.test');
  const work = startWork(kind, aSite().site);
  await whileRunning([work], async () => {
    await vi.waitFor(() => expect(queue.performed.size).toBe(1));
    ends[0]?.open();
    await vi.waitFor(() => expect(queue.rows[0]?.isDone).toBe(true));
    for (let n = 0; n < 3; n++) queue.add(`slow ${n}`, 'slow.test');
    for (let n = 0; n < 3; n++) queue.add(`quick ${n}`, 'quick.test');
    work.wake();
    await vi.waitFor(() => expect(work.inProgress()).toBe(4));
    expect([...queue.performed.keys()].filter((id) => id.startsWith('slow'))).toHaveLength(1);
    ends[1]?.open();
  });
});

test('everything that is due is performed once without a loop, and the number is returned', async () => {
  const queue = rowQueue();
  for (let n = 0; n < 10; n++) queue.add(`row ${n}`);
  const kind = queue.kind(async ({ id }) => {
    if (id === 'row 3') throw new Error('broken');
  });
  expect(await performDue(kind, () => 1000)).toBe(10);
  expect(queue.rows.filter(({ isDone }) => !isDone).map(({ id }) => id)).toEqual(['row 3']);
  expect(await performDue(kind, () => 1000)).toBe(0);
});
