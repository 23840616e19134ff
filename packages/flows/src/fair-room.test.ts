import { expect, test } from 'vitest';
import { fairRoom } from './fair-room.ts';
import { Fault } from './ports/store.ts';

/** Work that goes on until it is told to end, and what has begun of it. */
function works(room: ReturnType<typeof fairRoom>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = async (holder: string, name: string): Promise<unknown> =>
    room(holder, async () => {
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

test('a holder who asks for much leaves a place free for somebody else', async () => {
  const { begun, ask } = works(fairRoom({ running: 2, runningOfOne: 1, waiting: 10 }));
  for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
  void ask('b', 'b1');
  await settled();
  expect(begun).toEqual(['a1', 'b1']);
});

test('holders take turns, however much one of them has asked for before', async () => {
  const { begun, ask, end } = works(fairRoom({ running: 1, runningOfOne: 1, waiting: 10 }));
  for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
  for (const name of ['b1', 'b2']) void ask('b', name);
  await settled();
  for (const name of ['a1', 'a2', 'b1', 'a3', 'b2']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
});

test('a full queue refuses the newest work of the holder with most waiting, and nobody else’s', async () => {
  const { begun, ask, end } = works(fairRoom({ running: 1, runningOfOne: 1, waiting: 3 }));
  for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
  const last = ask('a', 'a4');
  void ask('b', 'b1');
  expect(await last).toBeInstanceOf(Fault);
  const more = ask('a', 'a5');
  expect(await more).toBeInstanceOf(Fault);
  await settled();
  for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('work that fails leaves its place to the next', async () => {
  const room = fairRoom({ running: 1, runningOfOne: 1, waiting: 3 });
  const failed = room('a', async () => Promise.reject(new Error('no')));
  const next = room('a', async () => 'done');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});
