import { expect, test } from 'vitest';
import { semaphore } from './semaphore.ts';

/** A job for tests that ends on demand. */
function job() {
  let end: (value: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  let started = false;
  return {
    run: async () => {
      started = true;
      return ended;
    },
    end: (value: string) => end(value),
    started: () => started,
  };
}

const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the semaphore runs two jobs at once, lets one more wait, and answers `busy` to the next one', async () => {
  const pass = semaphore({ running: 2, waiting: 1 });
  const jobs = [job(), job(), job(), job()] as const;
  const results = jobs.map((each) => pass(each.run));
  await settle();
  expect(jobs.map((each) => each.started())).toEqual([true, true, false, false]);
  expect(await results[3]).toBe('busy');
  jobs[0].end('first');
  expect(await results[0]).toBe('first');
  await settle();
  expect(jobs[2].started()).toBe(true);
  jobs[1].end('second');
  jobs[2].end('third');
  expect(await Promise.all(results)).toEqual(['first', 'second', 'third', 'busy']);
});

test('a failed job frees its slot in the semaphore', async () => {
  const pass = semaphore({ running: 1, waiting: 0 });
  await expect(
    pass(async () => {
      throw new Error('broken');
    }),
  ).rejects.toThrow('broken');
  expect(await pass(async () => 'next')).toBe('next');
});

test('a later job in the semaphore does not overtake a waiting one', async () => {
  const pass = semaphore({ running: 1, waiting: 1 });
  const [first, second, late] = [job(), job(), job()];
  const one = pass(first.run);
  const two = pass(second.run);
  first.end('one');
  await one;
  const three = pass(late.run);
  await settle();
  expect([second.started(), late.started()]).toEqual([true, false]);
  second.end('two');
  late.end('three');
  expect(await Promise.all([two, three])).toEqual(['two', 'three']);
});
