import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo, endDemoSessions } from '../../../apps/server/src/cli/demo.ts';
import { createUser } from '../../../apps/server/src/cli/accounts.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { asUrl, bareDatabase } from '../../harness/database.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform, testSecretKeys } from '../../harness/platform.ts';
import { command } from '../../harness/node-process.ts';
import { startServer } from '../../harness/server-process.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform({ NODE_ENV: 'development' });
});
afterAll(async () => platform.close());

describe('a development server with a public URL that others can open', () => {
  test('404 for every page under /dev/ when others can open the development server', async () => {
    for (const path of ['/dev/mail', '/dev/mail/0198c0de-0000-7000-8000-000000000000', '/dev/', '/dev'])
      expect((await aVisitor(platform).get(path)).statusCode).toBe(404);
  });

  test('a development server that others can open refuses to load demo data', async () => {
    await expect(seedDemo(platform.world)).rejects.toThrow('Demo data is only for a development server on loopback');
    const people = await platform.world.db.selectFrom('users').select('id').where('demo', '=', true).execute();
    expect(people).toEqual([]);
  });

  test('a development server that others can open refuses demo people at sign-in and ends their sessions', async () => {
    const person = { password: 'correct horse battery', name: 'Olga', language: 'en' } as const;
    const real = await createUser(platform.world, { ...person, email: 'real@demo.test' });
    const shown = await createUser(platform.world, { ...person, email: 'shown@demo.test', demo: true });
    const signIn = async (email: string) => (await aVisitor(platform).signIn(email, person.password)).statusCode;
    expect(await signIn('real@demo.test')).toBe(303);
    expect(await signIn('shown@demo.test')).toBe(401);

    // Sessions of demo people from when the server was reachable on loopback only.
    const session = {
      created_at: 1,
      last_seen_at: 1,
      expires_at: 9e15,
      user_agent: '',
      address: '',
      sends_fetch_user: false,
    };
    await platform.world.db
      .insertInto('sessions')
      .values([
        { ...session, id: Buffer.alloc(32, 1), session_id: 'old', user_id: shown.id },
        { ...session, id: Buffer.alloc(32, 2), session_id: 'kept', user_id: real.id },
      ])
      .execute();
    await endDemoSessions(platform.world);
    const left = await platform.world.db.selectFrom('sessions').select('session_id').execute();
    expect(left.map((one) => one.session_id)).toContain('kept');
    expect(left.map((one) => one.session_id)).not.toContain('old');
  });

  test(
    'a development server that others can open starts, and says in one line which development features are off',
    { timeout: 60_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'pristan-public-'));
      const variables = {
        NODE_ENV: 'development',
        PRISTAN_PUBLIC_URL: 'https://pristan.example',
        PRISTAN_BASE_DOMAIN: 'pristan.example',
        PRISTAN_SECRET_KEYS: testSecretKeys,
        PRISTAN_DATA_DIR: folder,
        PRISTAN_DATABASE_URL: asUrl(await bareDatabase()),
      };
      const server = await startServer(variables, ['apps/server/dist/main.js', 'serve', '--demo']);
      try {
        const said = server
          .output()
          .split('\n')
          .filter((line) => line.includes('left out'));
        expect(said).toEqual([expect.stringContaining('https://pristan.example')]);
        expect(server.output()).not.toMatch(/@pristan\.example|\/dev\/mail *$/m);
      } finally {
        await server.stop();
      }
      await expect(command({ ...variables, PRISTAN_HOST: '0.0.0.0' }, 'serve')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^PRISTAN_HOST: expected 127\.0\.0\.1[^\n]*\n$/),
      });
      await rm(folder, { recursive: true });
    },
  );
});

test('a production server refuses demo data at any public URL', { timeout: 60_000 }, async () => {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_PUBLIC_URL: 'http://localhost:4400',
    PRISTAN_SECRET_KEYS: testSecretKeys,
    PRISTAN_DATABASE_URL: asUrl(await bareDatabase()),
  };
  await expect(command(variables, 'serve', '--demo')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Demo data is only for a development server'),
  });
});
