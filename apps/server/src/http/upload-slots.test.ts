import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { uploadSlots } from './upload-slots.ts';

const places = {
  ofPerson: { running: 2, waiting: 3 },
  ofAccount: { running: 3, waiting: 4 },
  ofAll: { running: 8, waiting: 12 },
};

/** Upload slots for tests, whose uploads report their state and end on demand. */
function aRoom() {
  const enter = uploadSlots(places);
  return (userId: number, accountId: number) => {
    const response = new PassThrough();
    let state: 'waits' | 'in' | 'busy' = 'waits';
    void enter({ userId, accountId }, response as unknown as ServerResponse).then((outcome) => {
      state = outcome;
    });
    return { state: () => state, end: () => void response.destroy() };
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};
const states = (uploads: readonly { state(): string }[]) => uploads.map((upload) => upload.state());

test('a person uploads two files at a time over all accounts; three more wait, and the next one is refused as busy', async () => {
  const upload = aRoom();
  const mine = [upload(1, 10), upload(1, 11), upload(1, 12), upload(1, 13), upload(1, 14), upload(1, 15)];
  await settle();
  expect(states(mine)).toEqual(['in', 'in', 'waits', 'waits', 'waits', 'busy']);
  const theirs = upload(2, 10);
  await settle();
  expect(theirs.state()).toBe('in');
  mine[0]?.end();
  await settle();
  expect(states(mine).slice(1)).toEqual(['in', 'in', 'waits', 'waits', 'busy']);
});

test('an account has its own limit of concurrent uploads, whichever of its people upload', async () => {
  const upload = aRoom();
  const ours = [upload(1, 10), upload(2, 10), upload(3, 10), upload(4, 10)];
  await settle();
  expect(states(ours)).toEqual(['in', 'in', 'in', 'waits']);
});

test('the last upload slot is reserved for an account that has no upload running', async () => {
  const upload = aRoom();
  const first = [1, 2, 3, 4, 5, 6, 7].map((n) => upload(n, 10 + (n % 4)));
  await settle();
  expect(states(first)).toEqual(Array.from({ length: 7 }, () => 'in'));
  const again = upload(8, 10);
  const fresh = upload(9, 20);
  const next = upload(9, 21);
  await settle();
  expect(states([again, fresh, next])).toEqual(['waits', 'in', 'waits']);
  // The freed slot is the last one again: it goes to an account that has no upload running, though another upload
  // waited longer.
  first[0]?.end();
  await settle();
  expect(states([again, next])).toEqual(['waits', 'in']);
  first[1]?.end();
  first[2]?.end();
  await settle();
  expect(again.state()).toBe('in');
});

test('a waiting upload whose sender closes the connection leaves the queue', async () => {
  const upload = aRoom();
  const mine = [1, 2, 3, 4, 5].map(() => upload(1, 10));
  await settle();
  mine[2]?.end();
  await settle();
  const late = upload(1, 10);
  await settle();
  expect(late.state()).toBe('waits');
  mine[0]?.end();
  mine[1]?.end();
  await settle();
  expect(states(mine.slice(3))).toEqual(['in', 'in']);
  expect(late.state()).toBe('waits');
});
