import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount, renameAccountCommand } from '../../../apps/server/src/cli/accounts.ts';
import { runDoctor } from '../../../apps/server/src/cli/doctor.ts';
import { pruneKeysCommand, rotateKeysCommand } from '../../../apps/server/src/cli/keys.ts';
import { openWorld } from '../../../apps/server/src/environment/open.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { asUrl, latinDatabase } from '../../harness/database.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

describe('renaming an account', () => {
  test('the old subdomain of a renamed account still leads to it, is given to nobody else, and can be taken back', async () => {
    const { world } = platform;
    const { id } = await createAccount(world, { subdomain: 'old', name: 'Old' });
    expect(await renameAccountCommand(world, { account: 'old', to: 'fresh' })).toEqual({
      id,
      subdomain: 'fresh',
      domain: 'fresh.accounts.test',
    });
    expect(await world.store.accounts.accountByName('old')).toMatchObject({ accountId: id, subdomain: 'fresh' });
    await expect(createAccount(world, { subdomain: 'old', name: 'Thief' })).rejects.toThrow('taken');
    const other = await createAccount(world, { subdomain: 'other', name: 'Other' });
    await expect(renameAccountCommand(world, { account: 'other', to: 'old' })).rejects.toThrow('another account');
    expect(await world.store.accounts.account(other.id)).toMatchObject({ subdomain: 'other' });
    expect(await renameAccountCommand(world, { account: 'fresh', to: 'old' })).toMatchObject({ id, subdomain: 'old' });
    expect(await renameAccountCommand(world, { account: 'old', to: 'old' })).toMatchObject({ id, subdomain: 'old' });
  });

  test('an account cannot be renamed to a reserved name, nor an unknown account renamed', async () => {
    const { world } = platform;
    await createAccount(world, { subdomain: 'stays', name: 'Stays' });
    for (const to of ['www', 'api-x', 'auth', 'xn--a', '-']) {
      await expect(renameAccountCommand(world, { account: 'stays', to })).rejects.toThrow(/reserved|malformed/);
    }
    await expect(renameAccountCommand(world, { account: 'nobody', to: 'somebody' })).rejects.toThrow('no account');
  });

  test('of two accounts that request one subdomain at once one gets it, and each has one current subdomain', async () => {
    const { world } = platform;
    const left = await createAccount(world, { subdomain: 'left', name: 'Left' });
    const right = await createAccount(world, { subdomain: 'right', name: 'Right' });
    const outcomes = await Promise.allSettled(
      ['left', 'right'].map((account) => renameAccountCommand(world, { account, to: 'wanted' })),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    const names = await world.db
      .selectFrom('subdomains')
      .select('account_id')
      .where('account_id', 'in', [left.id, right.id])
      .where('current', '=', true)
      .execute();
    expect(new Set(names.map((row) => row.account_id)).size).toBe(2);
    expect(names).toHaveLength(2);
  });
});

describe('pristan doctor', () => {
  const whatOf = (findings: readonly { readonly ok: boolean; readonly what: string }[], ok: boolean) =>
    findings.filter((finding) => finding.ok === ok).map((finding) => finding.what);

  test('the doctor reports only the missing mail server, and says when an old MAC key can be pruned', async () => {
    const { world, clock } = platform;
    await rotateKeysCommand(world, { algorithm: 'ES256' });
    const findings = await runDoctor(world.config, clock);
    expect(whatOf(findings, false)).toEqual([expect.stringContaining('No mail server is set')]);
    expect(whatOf(findings, true).join('\n')).toMatch(/is needed until \d{4}-\d\d-\d\d/);
    expect(await pruneKeysCommand(world)).toEqual({ pruned: 0 });
    const later = { now: () => clock.now() + 369 * 86_400_000 };
    expect(whatOf(await runDoctor(world.config, later), true).join('\n')).toContain('run pristan keys prune');
    expect(await pruneKeysCommand({ ...world, clock: later })).toEqual({ pruned: 1 });
  });

  test('the doctor says for each kind of work how much is due, since when, and how much fails', async () => {
    const { world, clock } = platform;
    const mail = { kind: 'password_reset', language: 'en', facts: {}, recipient: 'late@demo.test' } as const;
    const mailIds = [world.random.uuid(), world.random.uuid()] as const;
    const at = clock.now() - 600_000;
    for (const mailId of mailIds) await world.store.commit([{ kind: 'mail_queued', mail: { ...mail, mailId }, at }]);
    await world.store.mails.failed({ mailId: mailIds[1], attempts: 0 }, 'ETIMEDOUT', clock.now() + 600_000);
    const findings = await runDoctor({ ...world.config, smtpUrl: 'smtp://127.0.0.1:9' }, clock);
    const works = findings.flatMap(({ ok, what, work }) => (work === undefined ? [] : [{ ok, what, work }]));
    expect(works.map(({ work }) => work.kind)).toEqual(['hook', 'mail', 'logo', 'adoption']);
    expect(works[0]).toMatchObject({ ok: true, work: { due: 0, oldest_late_seconds: 0, failing: 0 } });
    expect(works[1]).toMatchObject({
      ok: false,
      what: 'Mails: 1 due now, the oldest for 10 min; 1 failed and will be tried again',
      work: { due: 1, failing: 1 },
    });
    for (const mailId of mailIds) await world.store.mails.drop(mailId);
  });

  test('the doctor reports a database that does not recognize Cyrillic letters, as every start does', async () => {
    const { world, clock } = platform;
    const config = { ...world.config, databaseUrl: asUrl(await latinDatabase()) };
    const said: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void said.push(line) });
    await (await openWorld(config, log, { followKeys: true })).close();
    expect(said.filter((line) => line.includes('Cyrillic has no letters'))).toHaveLength(1);
    const findings = await runDoctor(config, clock);
    const wrong = findings.find(({ what }) => what.includes('Cyrillic has no letters'));
    expect(wrong).toMatchObject({ ok: false, todo: expect.stringContaining(`locale_provider icu icu_locale 'und'`) });
    expect(whatOf(findings, true).join('\n')).toContain('The database is reachable and up to date');
    const usual = await runDoctor(world.config, clock);
    expect(whatOf(usual, true).join('\n')).toContain('knows the letters of every script');
  });

  test('the doctor names what a lost secret key makes unreadable', async () => {
    const { world, clock } = platform;
    const secretKeys = [{ id: 'k2', bytes: Buffer.alloc(32, 9) }];
    const wrong = whatOf(await runDoctor({ ...world.config, secretKeys }, clock), false).join('\n');
    expect(wrong).toContain('keys.sealed are sealed under the key "k1", which is missing');
    expect(wrong).toContain('The secret keys do not open');
  });

  test('the doctor detects a secret key that has the right name and other bytes', async () => {
    const { world, clock } = platform;
    const secretKeys = [{ id: 'k1', bytes: Buffer.alloc(32, 9) }];
    const wrong = whatOf(await runDoctor({ ...world.config, secretKeys }, clock), false).join('\n');
    expect(wrong).toContain('The secret keys do not open');
  });

  test('the doctor reports the settings even when the database is away', async () => {
    const { world, clock } = platform;
    const findings = await runDoctor({ ...world.config, databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' }, clock);
    expect(whatOf(findings, true)).toEqual([expect.stringContaining('The settings are complete')]);
    expect(whatOf(findings, false)).toEqual(['The database cannot be reached']);
  });
});

describe('mails of a development server', () => {
  test('mails of a development server can be read in the browser, and their links work', async () => {
    const development = await openPlatform({ NODE_ENV: 'development', PRISTAN_PUBLIC_URL: 'http://pristan.localhost' });
    try {
      const demo = await anAccount(development, 'demo');
      const visitor = aVisitor(development);
      await visitor.signIn('admin@demo.test');
      const admin = await apiCaller(development, demo.admin);
      await admin('POST', `/accounts/${demo.id}/invitations`, { email: 'vera@demo.test', role: 'member' });
      await visitor.post('/password-reset', { email: 'admin@demo.test' });
      await visitor.post('/password-reset', { email: 'nobody@demo.test' });
      const list = await aVisitor(development).get('/dev/mail');
      const letters = [...list.body.matchAll(/href="(\/dev\/mail\/[^"]+)"/g)].map((match) => match[1] ?? '');
      expect(letters).toHaveLength(2);
      for (const letter of letters) {
        const shown = await aVisitor(development).get(letter);
        const link =
          /href="http:\/\/pristan\.localhost(\/(?:invitations|password-reset)\/[^"]+)"/.exec(shown.body)?.[1] ?? '';
        expect((await aVisitor(development).get(link)).statusCode).toBe(200);
      }
      expect((await visitor.get('/dev/mail/x')).statusCode).toBe(404);
      expect((await visitor.get(`/dev/mail/${demo.id}`)).statusCode).toBe(404);
    } finally {
      await development.close();
    }
  });

  test('mails of a development server are not shown when a mail server is set', async () => {
    const sending = await openPlatform({
      NODE_ENV: 'development',
      PRISTAN_PUBLIC_URL: 'http://pristan.localhost',
      PRISTAN_SMTP_URL: 'smtp://127.0.0.1:1',
    });
    try {
      expect((await aVisitor(sending).get('/dev/mail')).statusCode).toBe(404);
    } finally {
      await sending.close();
    }
  });
});
