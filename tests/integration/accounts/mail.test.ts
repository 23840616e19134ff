import { dayMs, hourMs, minuteMs, secondMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { performDue } from '@pristan/due-work';
import type { OutgoingMail, Transport } from '../../../apps/server/src/accounts/send-mail.ts';
import { smtpTransport } from '../../../apps/server/src/accounts/smtp.ts';
import { mailLeaseMs, mailWork } from '../../../apps/server/src/workers/mail.ts';
import { startWorkers } from '../../../apps/server/src/workers/start.ts';
import { aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { SmtpServer } from '../../harness/smtp-server.ts';
import { openSmtpServer } from '../../harness/smtp-server.ts';

let platform: Platform;
let smtp: SmtpServer;
beforeAll(async () => {
  platform = await openPlatform();
  smtp = await openSmtpServer();
});
afterAll(async () => {
  await platform.close();
  await smtp.close();
});

async function aResetMail(email: string): Promise<string> {
  await aUser(platform, email);
  return addResetMail(email);
}

async function addResetMail(email: string): Promise<string> {
  const mailId = platform.world.random.uuid();
  const mail = { mailId, recipient: email, kind: 'password_reset', language: 'en', facts: {} } as const;
  await platform.world.store.commit([{ kind: 'mail_queued', mail, at: platform.clock.now() }]);
  return mailId;
}

/** Sends everything that is due. */
const sendDue = async (transport: Transport): Promise<number> =>
  performDue(mailWork(platform.world, transport), () => platform.clock.now());

const mailOf = (mailId: string) => platform.world.store.mails.find(mailId);

describe('a mail', () => {
  test('a mail is sent over SMTP as plain text, and its secret is deleted afterwards', async () => {
    const mailId = await aResetMail('smtp@demo.test');
    const transport = smtpTransport({
      smtpUrl: `${smtp.url}?from=pier@pristan.test`,
      publicUrl: platform.world.config.publicUrl,
    });
    await sendDue(transport);
    const [letter = ''] = smtp.taken;
    expect(letter).toContain('From: Pristan <pier@pristan.test>');
    expect(letter).toContain('To: smtp@demo.test');
    expect(letter).toContain(`Message-ID: <${mailId}@pristan.test>`);
    expect(letter.replaceAll('=\n', '')).toMatch(/https:\/\/pristan\.test\/password-reset\/[A-Za-z0-9_-]{43}/);
    expect(await mailOf(mailId)).toMatchObject({ sentAt: expect.any(Number), sealedSecret: undefined });
  });

  test('a mail is sent once by one of several concurrent senders', async () => {
    await aResetMail('one@demo.test');
    const sent: OutgoingMail[] = [];
    const transport = async (letter: OutgoingMail): Promise<void> => void sent.push(letter);
    await Promise.all(Array.from({ length: 6 }, () => sendDue(transport)));
    platform.clock.advance(dayMs);
    await sendDue(transport);
    expect(sent.map(({ to }) => to)).toEqual(['one@demo.test']);
  });

  test('a mail that the server rejects is retried later with the same link; the failure is stored without the server’s text', async () => {
    const mailId = await aResetMail('later@demo.test');
    const transport = smtpTransport({ smtpUrl: smtp.url, publicUrl: platform.world.config.publicUrl });
    smtp.refuses = true;
    await sendDue(transport);
    const row = () =>
      platform.world.db.selectFrom('mails').selectAll().where('id', '=', mailId).executeTakeFirstOrThrow();
    const failed = await row();
    expect(failed).toMatchObject({ attempts: 1, failure: 'EENVELOPE 451', sent_at: null });
    expect(failed.due_at - platform.clock.now()).toBeGreaterThan(20 * secondMs);
    smtp.refuses = false;
    const before = smtp.taken.length;
    await sendDue(transport);
    expect(smtp.taken).toHaveLength(before);
    platform.clock.advance(31 * secondMs);
    await sendDue(transport);
    expect(smtp.taken).toHaveLength(before + 1);
    const { count } = await platform.world.db
      .selectFrom('password_resets as r')
      .innerJoin('users as u', 'u.id', 'r.user_id')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('u.email', '=', 'later@demo.test')
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });

  test('a mail to nobody, or with an expired link, is dropped', async () => {
    const nobody = await addResetMail('nobody@demo.test');
    const late = await aResetMail('toolate@demo.test');
    const sent: OutgoingMail[] = [];
    const failing = async (): Promise<void> => {
      throw new Error('away');
    };
    await sendDue(failing);
    await sendDue(failing);
    platform.clock.advance(hourMs);
    await sendDue(async (letter) => void sent.push(letter));
    expect(sent).toEqual([]);
    expect(await mailOf(nobody)).toBeUndefined();
    expect(await mailOf(late)).toBeUndefined();
  });
});

describe('the mail workers', () => {
  test('the workers send a mail once it is committed, even after all connections were dropped, and stop at once', async () => {
    const sent: OutgoingMail[] = [];
    const workers = startWorkers(platform.world, async (letter) => void sent.push(letter));
    try {
      await aResetMail('quick@demo.test');
      await vi.waitFor(() => expect(sent.map(({ to }) => to)).toEqual(['quick@demo.test']), {
        timeout: 20_000,
        interval: 20,
      });

      await platform.world.pool
        .query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
        .catch(() => undefined);
      await vi.waitFor(async () => aResetMail('after@demo.test'), { timeout: 20_000, interval: 200 });
      await vi.waitFor(() => expect(sent.map(({ to }) => to)).toContain('after@demo.test'), {
        timeout: 25_000,
        interval: 50,
      });
    } finally {
      await workers.stop();
    }
  }, 70_000);
});

test('a mail that a dead node had claimed is sent by another node once the lease has ended', async () => {
  const mailId = await aResetMail('left@demo.test');
  const { mails } = platform.world.store;
  const at = platform.clock.now();
  const claimed = await mails.claim({ now: at, leaseEndsAt: at + mailLeaseMs, limit: 100, except: [] });
  expect(claimed.map((mail) => mail.mailId)).toEqual([mailId]);
  const sent: OutgoingMail[] = [];
  platform.clock.advance(mailLeaseMs - 30 * secondMs);
  expect(await sendDue(async (letter) => void sent.push(letter))).toBe(0);
  platform.clock.advance(30 * secondMs);
  expect(await sendDue(async (letter) => void sent.push(letter))).toBe(1);
  expect(sent.map(({ to }) => to)).toEqual(['left@demo.test']);
});

test('a mail that the mail server never accepts, or that cannot be composed, is given up after 15 attempts', async () => {
  const { store, random } = platform.world;
  const refused = await aResetMail('refused@demo.test');
  const odd = random.uuid();
  const facts = { accountId: 'no number' };
  const mail = { mailId: odd, recipient: 'odd@demo.test', kind: 'invitation', language: 'en', facts } as const;
  await store.commit([{ kind: 'mail_queued', mail, at: platform.clock.now() }]);
  await platform.world.db.updateTable('mails').set({ attempts: 14 }).where('id', 'in', [refused, odd]).execute();
  const failing = async (): Promise<void> => {
    throw new Error('away');
  };
  expect(await sendDue(failing)).toBe(2);
  expect([await mailOf(refused), await mailOf(odd)]).toMatchObject([{ attempts: 15 }, { attempts: 15 }]);
  platform.clock.advance(6 * hourMs);
  expect(await sendDue(failing)).toBe(2);
  expect([await mailOf(refused), await mailOf(odd)]).toEqual([undefined, undefined]);
});

test('mails are due by the program’s clock, not the database’s', async () => {
  await aResetMail('clock@demo.test');
  platform.clock.advance(-10 * minuteMs);
  const sent: OutgoingMail[] = [];
  await sendDue(async (letter) => void sent.push(letter));
  expect(sent).toEqual([]);
  platform.clock.advance(10 * minuteMs);
  await sendDue(async (letter) => void sent.push(letter));
  expect(sent).toHaveLength(1);
});
