import { expect, test } from 'vitest';
import { fairQueue } from './fair-queue.ts';
import { UnavailableError } from './ports/store.ts';

/** Runs work in a queue until the test ends it, and records the order in which the work began. */
function works(queue: ReturnType<typeof fairQueue>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = async (holder: string, name: string): Promise<unknown> =>
    queue(holder, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    }).catch((error: unknown) => error);
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settled();
  };
  return { begun, ask, end };
}

const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a holder of a fair queue with many requests leaves a slot free for other holders', async () => {
  const { begun, ask } = works(fairQueue({ running: 2, runningOfOne: 1, waiting: 10 }));
  for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
  void ask('b', 'b1');
  await settled();
  expect(begun).toEqual(['a1', 'b1']);
});

test('holders of a fair queue take turns, however much work one of them has queued', async () => {
  const { begun, ask, end } = works(fairQueue({ running: 1, runningOfOne: 1, waiting: 10 }));
  for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
  for (const name of ['b1', 'b2']) void ask('b', name);
  await settled();
  for (const name of ['a1', 'a2', 'b1', 'a3', 'b2']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
});

test('a full fair queue rejects the newest work of the holder with most waiting, and nobody else’s', async () => {
  const { begun, ask, end } = works(fairQueue({ running: 1, runningOfOne: 1, waiting: 3 }));
  for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
  const last = ask('a', 'a4');
  void ask('b', 'b1');
  expect(await last).toBeInstanceOf(UnavailableError);
  const more = ask('a', 'a5');
  expect(await more).toBeInstanceOf(UnavailableError);
  await settled();
  for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('failed work in a fair queue frees its slot for the next', async () => {
  const queue = fairQueue({ running: 1, runningOfOne: 1, waiting: 3 });
  const failed = queue('a', async () => Promise.reject(new Error('no')));
  const next = queue('a', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});
