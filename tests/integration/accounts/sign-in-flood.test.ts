import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

const lines: string[] = [];
let platform: Platform;
beforeAll(async () => {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  platform = await openPlatform({}, pino({ level: 'debug' }, sink));
  await anAccount(platform, 'demo');
});
afterAll(async () => platform.close());

test('while eighty strangers guess passwords, known browsers sign in, guesses get 401 or 503, and no stack is logged', async () => {
  const people = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const person = await aUser(platform, `known-${n}@demo.test`);
      const visitor = aVisitor(platform, { address: `198.51.100.${n}` });
      await visitor.signIn(person.email);
      visitor.cookies.delete('__Host-pristan');
      return { person, visitor };
    }),
  );
  const guesses = Array.from({ length: 80 }, async (_, n) =>
    aVisitor(platform, { address: `10.${n}.0.1` }).signIn(`known-${n % 8}@demo.test`, 'not this one'),
  );
  const right = await Promise.all(people.map(async ({ person, visitor }) => visitor.signIn(person.email)));
  expect(right.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 8 }, () => 303));
  const guessed = await Promise.all(guesses);
  const busy = guessed.filter(({ statusCode }) => statusCode === 503);
  for (const { headers } of busy) expect(headers['retry-after']).toBe('2');
  expect(new Set(guessed.map(({ statusCode }) => statusCode))).toEqual(new Set([401, 503]));
  expect(lines.filter((line) => line.includes('"stack"'))).toEqual([]);
});
