import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hourMs, minuteMs } from '@pristan/rules';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkers } from '../../apps/server/src/workers/start.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { SmtpServer } from '../harness/smtp-server.ts';
import { openSmtpServer } from '../harness/smtp-server.ts';
import { restoreStore } from './restored-store.ts';

/** Mails by number: 1 to 700 are due, up to 800 leased by a dead node, up to 1000 due in an hour. */
const MAILS = { due: 700, leased: 800, all: 1000 };

let smtp: SmtpServer;
let platform: Platform;
let picture: Buffer;
const fetched: string[] = [];
const logoServer = createServer((request, response) => {
  fetched.push(request.url ?? '');
  response.end(picture);
});

/** A store as the last release with a job runner left it: every mail and logo has a job. */
function rows(origin: string, now: number): string {
  return `
    insert into accounts (id, name, created_at, updated_at) values (30100777, 'Gulls', 0, 0);
    insert into users (email, name, language, created_at)
    select 'user-' || n || '@gulls.test', 'User', 'en', 0 from generate_series(1, ${MAILS.all}) n;
    insert into mails (id, recipient, kind, language, facts, created_at, due_at, attempts)
    select gen_random_uuid(), 'user-' || n || '@gulls.test', 'password_reset', 'en', '{}', ${now},
      case when n <= ${MAILS.due} then ${now} - n when n <= ${MAILS.leased} then ${now + 2 * minuteMs} else ${now + hourMs} end,
      case when n > ${MAILS.due} and n <= ${MAILS.leased} then 1 else 0 end
    from generate_series(1, ${MAILS.all}) n;
    select graphile_worker.add_job('mail', json_build_object('id', id::text), job_key => 'mail:' || id, max_attempts => 3) from mails;
    insert into integrations (id, account_id, kind, state, version, key_epoch, name, summary, description_html,
      redirect_uri, secrets_uri, logo_uri, button_origins, scopes, created_at, updated_at)
    select gen_random_uuid(), 30100777, 'external', 'active', 1, 1, name, '', '', '${origin}/callback', '${origin}/keys',
      '${origin}/' || name || '.png', '{}', '{crm}', ${now}, ${now}
    from unnest(array['waiting', 'locked', 'later', 'failed', 'deleted']) name;
    update integrations set deleted_at = ${now} where name = 'deleted';
    select graphile_worker.add_job('logo', json_build_object('id', id::text), job_key => 'logo:' || id, max_attempts => 3,
      run_at => to_timestamp(${now / 1000} + case name when 'later' then 3600 else 0 end)) from integrations;
    update graphile_worker._private_jobs j set attempts = max_attempts from integrations n
      where n.name = 'failed' and j.payload ->> 'id' = n.id::text;
    update graphile_worker._private_jobs j set locked_at = now(), locked_by = 'worker-dead', attempts = 1 from integrations n
      where n.name = 'locked' and j.payload ->> 'id' = n.id::text;
    update graphile_worker._private_jobs j set locked_at = now(), locked_by = 'worker-dead', attempts = 1 from mails m
      where m.attempts = 1 and j.payload ->> 'id' = m.id::text;
    insert into worker_nodes (id, worker_ids, seen_at) values ('dead', '{worker-dead}', 0);`;
}

const recipients = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_none, at) => `user-${from + at}@gulls.test`).toSorted();

const sentTo = (): readonly string[] =>
  smtp.taken.map((letter) => /^To: (.*)$/m.exec(letter)?.[1] ?? letter).toSorted();

beforeAll(async () => {
  picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#147' } })
    .png()
    .toBuffer();
  await new Promise<void>((resolve) => logoServer.listen(0, '127.0.0.1', resolve));
  smtp = await openSmtpServer();
  const origin = `http://127.0.0.1:${(logoServer.address() as AddressInfo).port}`;
  const restored = await restoreStore({ last: '0030-who-installed', rows: rows(origin, Date.now()) });
  expect(restored.applied[0]).toBe('0031-due-work');
  platform = await openPlatform({
    NODE_ENV: 'development',
    PRISTAN_DATABASE_URL: restored.url,
    PRISTAN_HOOK_ALLOW: '127.0.0.0/8',
  });
});
afterAll(async () => {
  await platform.close();
  await smtp.close();
  await new Promise((resolve) => logoServer.close(resolve));
});

test('the upgrade drops the schema of the job runner and the table of its nodes', async () => {
  const { rows: found } = await platform.world.pool.query(
    `select to_regnamespace('graphile_worker') as schema, to_regclass('worker_nodes') as nodes`,
  );
  expect(found).toEqual([{ schema: null, nodes: null }]);
});

test('a thousand mails and the logos that waited are done exactly once, each when it is due', async () => {
  const { world, clock } = platform;
  const workers = startWorkers({
    ...world,
    config: { ...world.config, smtpUrl: `${smtp.url}?from=pier@pristan.test` },
  });
  try {
    await expect.poll(() => smtp.taken.length, { timeout: 90_000 }).toBe(MAILS.due);
    expect(sentTo()).toEqual(recipients(1, MAILS.due));
    await expect.poll(() => fetched.toSorted(), { timeout: 60_000 }).toEqual(['/locked.png', '/waiting.png']);
    clock.advance(3 * minuteMs);
    await expect.poll(() => smtp.taken.length, { timeout: 60_000 }).toBe(MAILS.leased);
    clock.advance(hourMs);
    await expect.poll(() => smtp.taken.length, { timeout: 60_000 }).toBe(MAILS.all);
    await expect.poll(() => fetched.length, { timeout: 60_000 }).toBe(3);
  } finally {
    await workers.stop();
  }
  expect(sentTo()).toEqual(recipients(1, MAILS.all));
  expect(fetched.toSorted()).toEqual(['/later.png', '/locked.png', '/waiting.png']);
  const { rows: open } = await world.pool.query(
    'select (select count(*)::int from mails where sent_at is null) as mails, (select count(*)::int from due_logos) as logos',
  );
  expect(open).toEqual([{ mails: 0, logos: 0 }]);
}, 240_000);
