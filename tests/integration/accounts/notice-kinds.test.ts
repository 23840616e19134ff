import { acceptInvitation, giveConsent, settleAttempt, watchClones } from '@pristan/flows';
import type { AttemptAnswer } from '@pristan/rules';
import { dayMs, hourMs, minuteMs, noticeMailsPerHourMax } from '@pristan/rules';
import { mailedNoticeKinds, noticeKinds, shownNoticeKinds, type NoticeKind } from '@pristan/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutgoingMail } from '../../../apps/server/src/accounts/send-mail.ts';
import { sendMail } from '../../../apps/server/src/accounts/send-mail.ts';
import { disableCommand, revealSecretCommand } from '../../../apps/server/src/cli/integrations.ts';
import { moveDueAdoptions } from '../../../apps/server/src/workers/adopt.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { aClone } from '../../harness/clones.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let drawn = 0;
beforeAll(async () => {
  platform = await openPlatform({ PRISTAN_CLONE_THRESHOLD: '1' });
});
afterAll(async () => platform.close());

/** An account with two admins, a member, and an integration. */
interface Scene {
  readonly name: string;
  readonly id: number;
  readonly actor: { readonly id: number; readonly email: string };
  readonly other: { readonly id: number; readonly email: string };
  readonly member: { readonly id: number; readonly email: string };
  readonly act: ApiCaller;
  readonly keys: Integration;
  readonly origin: string;
}

async function aScene(): Promise<Scene> {
  const name = `scene${++drawn}`;
  const account = await anAccount(platform, name, true);
  if (account.member === undefined) throw new Error('no member');
  const origin = `https://${name}.shop.test`;
  return {
    name,
    id: account.id,
    actor: account.admin,
    other: await aUser(platform, `other@${name}.test`, { [name]: 'admin' }),
    member: account.member,
    act: await apiCaller(platform, account.admin),
    keys: await anIntegration(platform, name, { name: 'Harbour Mail', redirectUri: `${origin}/callback` }),
    origin,
  };
}

/** Consents as the first admin. */
const connect = async ({ id, actor, keys }: Scene) =>
  giveConsent(platform.world, {
    integrationId: keys.client_id,
    accountId: id,
    userId: actor.id,
    actor: { userId: actor.id, address: '203.0.113.9' },
    codeChallenge: undefined,
    press: undefined,
    copyable: false,
  });
const secrets = ({ id, keys }: Scene) => `/accounts/${id}/integrations/${keys.client_id}/secret`;

/** Ends the first attempt of a hook to `shop.test` with this answer. */
async function settleHook({ id, keys }: Scene, answer: AttemptAnswer): Promise<void> {
  const { store, clock, random } = platform.world;
  const at = clock.now();
  const cause = { epoch: 1 };
  const about = { integrationId: keys.client_id, url: 'https://shop.test/bye', facts: {} };
  const delivery = { deliveryId: random.uuid(), hook: 'disconnect', cause, ...about } as const;
  await store.commit([{ kind: 'hook_enqueued', accountId: id, delivery, at }]);
  const limits = { limit: 9, perHost: 9, room: [], hooks: ['disconnect'] } as const;
  const claimed = await store.deliveries.claim({ ...limits, now: at, leaseEndsAt: at + minuteMs });
  for (const one of claimed)
    await settleAttempt(platform.world, { delivery: one, answer, request: undefined, chance: 0 }, async () => []);
}

/**
 * For each kind of notice: causes one and returns a person who is notified. A kind without an entry does not compile.
 */
const causes: Record<NoticeKind, (scene: Scene) => Promise<{ readonly id: number; readonly email: string }>> = {
  integration_connected: async (scene) => {
    await connect(scene);
    return scene.other;
  },
  installation_disabled: async (scene) => {
    await connect(scene);
    await disableCommand(platform.world, { clientId: scene.keys.client_id, account: scene.name });
    return scene.other;
  },
  secret_rotated: async (scene) => {
    const replaces = await newestSecretId(platform.world, scene.keys.client_id);
    expect((await scene.act('POST', `${secrets(scene)}/rotation`, { replaces })).statusCode).toBe(200);
    return scene.other;
  },
  secret_shown: async (scene) => {
    expect((await scene.act('GET', secrets(scene))).statusCode).toBe(200);
    return scene.other;
  },
  receiver_failing: async (scene) => {
    const at = platform.clock.now();
    await platform.world.pool.query(
      `insert into receiver_health (integration_id, receiver_host, failing_since, last_failed_at, last_failure)
       values ($1, $2, $3, $3, 'timeout')`,
      [scene.keys.client_id, 'shop.test', at - 5 * dayMs],
    );
    await settleHook(scene, { kind: 'failed', reason: 'timeout', tookMs: 1, wasSent: false });
    return scene.other;
  },
  receiver_stopped: async (scene) => {
    await settleHook(scene, { kind: 'answered', status: 410, headers: {}, body: '', tookMs: 1 });
    return scene.other;
  },
  adoption_planned: async (scene) => (await startAdoption(scene)).other,
  clones_past_threshold: async (scene) => {
    await aClone(platform, { id: scene.id, admin: scene.actor }, { origin: scene.origin });
    expect(await watchClones(platform.world, { threshold: 1, grownSince: 0 })).toBeGreaterThan(0);
    return scene.other;
  },
  adoption_lapsed: async (scene) => {
    await startAdoption(scene);
    await platform.world.pool.query("update memberships set role = 'member' where user_id = $1", [scene.actor.id]);
    platform.clock.advance(7 * dayMs);
    await moveDueAdoptions(platform.world);
    return scene.other;
  },
  refresh_reused: async (scene) => {
    const { refresh_token: first } = await tokens(platform, scene.keys, {
      account: scene.name,
      email: scene.actor.email,
    });
    const refresh = async (refresh_token: string) =>
      platform.inject({
        method: 'POST',
        url: '/oauth2/access_token',
        host: `${scene.name}.accounts.test`,
        payload: {
          grant_type: 'refresh_token',
          client_id: scene.keys.client_id,
          client_secret: scene.keys.client_secret,
          refresh_token,
        },
      });
    expect((await refresh(first)).statusCode).toBe(200);
    platform.clock.advance(10 * minuteMs);
    expect((await refresh(first)).statusCode).toBe(401);
    return scene.other;
  },
  member_joined: async (scene) => {
    const guest = await aUser(platform, `guest@${scene.name}.test`);
    const invited = await invite(scene, guest.email);
    const joined = await acceptInvitation(
      platform.world,
      { accountId: scene.id, invitationId: invited },
      { userId: guest.id, email: guest.email, name: 'Guest', address: '203.0.113.9', press: undefined },
    );
    expect(joined.kind).toBe('accepted');
    return scene.other;
  },
  admin_requested: async (scene) => {
    const own = await anIntegration(platform, scene.name, { kind: 'private', name: 'Payroll' });
    const pair = await tokens(platform, own, { account: scene.name, email: scene.actor.email });
    const added = await platform.inject({
      method: 'POST',
      url: '/api/v4/users',
      host: `${scene.name}.accounts.test`,
      headers: { authorization: `Bearer ${pair.access_token}`, 'content-type': 'application/json' },
      payload: JSON.stringify([{ name: 'N', email: `new@${scene.name}.test`, rights: { is_admin: true } }]),
    });
    expect(added.statusCode).toBe(201);
    return scene.other;
  },
  invited: async (scene) => {
    const guest = await aUser(platform, `guest@${scene.name}.test`);
    await invite(scene, guest.email);
    return guest;
  },
  password_changed: async (scene) => {
    await aVisitor(platform, { address: `192.0.2.${drawn}` }).post('/password-reset', { email: scene.other.email });
    const link = await mailLinkTo(platform, scene.other.email);
    const chosen = await aVisitor(platform).post(link, { password: 'a longer phrase of mine' });
    expect(chosen.statusCode).toBe(303);
    return scene.other;
  },
};

/** Announces that the scene's integration will replace a clone; returns the scene of the account that has the clone. */
async function startAdoption(scene: Scene): Promise<Scene> {
  const customer = await aScene();
  await aClone(platform, { id: customer.id, admin: customer.actor }, { origin: scene.origin });
  const started = await scene.act('POST', `/accounts/${scene.id}/integrations/${scene.keys.client_id}/adoption`);
  expect(started.statusCode).toBe(200);
  return customer;
}

async function invite(scene: Scene, email: string): Promise<string> {
  const sent = await scene.act('POST', `/accounts/${scene.id}/invitations`, {
    email,
    name: 'Guest',
    role: 'member',
    language: 'en',
  });
  expect(sent.statusCode).toBeLessThan(300);
  return sent.json<{ invitation_id: string }>().invitation_id;
}

interface Notice {
  readonly notice_id: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
}

const noticesOf = async (person: { readonly id: number }, language = 'en') => {
  const answer = await (
    await apiCaller(platform, person)
  )('GET', '/notices', undefined, {
    'accept-language': language,
  });
  return answer.json<{ notices: Notice[] }>().notices;
};

describe.each(Object.keys(noticeKinds) as NoticeKind[])('a notice of kind %s', (kind) => {
  test('a notice of each kind is shown to the notified person, and mailed as its kind says', async () => {
    const scene = await aScene();
    const told = await causes[kind](scene);
    const notice = (await noticesOf(told)).find((one) => one.kind === shownNoticeKinds(kind)[0]);
    expect(notice).toBeDefined();
    expect(`${notice?.title} ${notice?.text}`).not.toMatch(/\{\{|notice\./);
    // A link in the console leads to a page of this site, never to an address that somebody else chose.
    expect(notice?.url ?? '/none').toMatch(/^\/\w/);
    const letters = (await mailsTo(platform, told.email)).filter(
      ({ subject, text }) => subject === notice?.title && text.includes('Your accounts and devices:'),
    );
    expect(letters).toHaveLength(noticeKinds[kind].letter === 'none' ? 0 : 1);
    if (noticeKinds[kind].letter === 'chosen') {
      expect(letters[0]?.text).toContain('https://pristan.test/console/me');
      expect((await noticesOf(scene.member)).map((one) => one.kind)).not.toContain(kind);
    }
  });
});

describe('an admin’s act on an integration', () => {
  test('an admin’s act on an integration is shown to the other admins with the actor’s name, and not to the actor', async () => {
    const scene = await aScene();
    await connect(scene);
    expect(await noticesOf(scene.actor)).toEqual([]);
    expect(await noticesOf(scene.other)).toMatchObject([
      {
        title: `Harbour Mail was connected to Account ${scene.name}`,
        text: 'Access granted by admin. Under Installed in the console you can see and revoke every access.',
      },
    ]);
    expect(await mailsTo(platform, scene.actor.email)).toEqual([]);
  });

  test('an operator’s act on an integration is shown to every admin, without a name', async () => {
    const scene = await aScene();
    await revealSecretCommand(platform.world, scene.keys.client_id);
    for (const admin of [scene.actor, scene.other])
      expect((await noticesOf(admin))[0]?.text).toContain('The key was shown to the platform’s operator.');
    expect((await noticesOf(scene.other, 'ru'))[0]?.text).not.toContain('null');
  });

  test('the actor cannot dismiss the notice that other admins get about their act', async () => {
    const scene = await aScene();
    await connect(scene);
    const [notice] = await noticesOf(scene.other);
    expect((await scene.act('DELETE', `/notices/${notice?.notice_id}`)).statusCode).toBe(204);
    expect(await noticesOf(scene.other)).toHaveLength(1);
  });

  test('admins are notified once per installation: a second consent does not connect the integration again', async () => {
    const scene = await aScene();
    await connect(scene);
    await connect(scene);
    expect(await noticesOf(scene.other)).toHaveLength(1);
  });

  test('admins are notified of a connection by a metadata button too', async () => {
    const scene = await aScene();
    await aClone(platform, { id: scene.id, admin: scene.actor }, { origin: scene.origin, name: 'Gull Shop' });
    expect(await noticesOf(scene.other)).toMatchObject([
      { kind: 'integration_connected', title: `Gull Shop was connected to Account ${scene.name}` },
    ]);
  });
});

describe('a mail about a notice', () => {
  /** Sends every mail that is due to this address, as the worker does. */
  async function sentTo(email: string): Promise<readonly OutgoingMail[]> {
    const sent: OutgoingMail[] = [];
    const mails = (await platform.world.store.mails.list()).filter(({ recipient }) => recipient === email);
    for (const mail of mails.filter(({ sentAt }) => sentAt === undefined)) {
      const end = await sendMail(platform.world, async (letter) => void sent.push(letter), mail);
      if (end === 'pointless') await platform.world.store.mails.drop(mail.mailId);
      else await platform.world.store.mails.sent(mail.mailId, platform.clock.now());
    }
    return sent;
  }

  test('a mail about a notice is not sent to a former admin', async () => {
    const scene = await aScene();
    await connect(scene);
    const path = `/accounts/${scene.id}/members/${scene.other.id}`;
    expect((await scene.act('PATCH', path, { role: 'member' })).statusCode).toBe(200);
    expect(await sentTo(scene.other.email)).toEqual([]);
  });

  test('a mail is neither sent nor queued once its kind of notice is switched off; the notice is still shown', async () => {
    const scene = await aScene();
    await connect(scene);
    const other = await apiCaller(platform, scene.other);
    const off = await other('PUT', '/me/notices/integration_connected', { by_mail: false });
    expect([off.statusCode, off.json()]).toEqual([200, { by_mail: false }]);
    expect(await sentTo(scene.other.email)).toEqual([]);
    await disableCommand(platform.world, { clientId: scene.keys.client_id, account: scene.name });
    expect((await sentTo(scene.other.email)).map(({ subject }) => subject)).toEqual([
      `Harbour Mail was disabled in Account ${scene.name}`,
    ]);
    await connect(scene);
    const kinds = (await platform.world.store.mails.list())
      .filter(({ recipient }) => recipient === scene.other.email)
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['installation_disabled']);
    expect((await noticesOf(scene.other)).map(({ kind }) => kind)).toEqual([
      'integration_connected',
      'installation_disabled',
      'integration_connected',
    ]);
  });

  test(`a mail of one kind of notice is sent at most ${noticeMailsPerHourMax} times an hour, even for concurrent acts, and again an hour later`, async () => {
    const scene = await aScene();
    const reveal = () => scene.act('GET', secrets(scene));
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 10 }, reveal));
    expect(await sentTo(scene.other.email)).toHaveLength(noticeMailsPerHourMax);
    platform.clock.advance(hourMs);
    await reveal();
    expect(await sentTo(scene.other.email)).toHaveLength(1);
  });

  test('a mail about a notice links to the switch of its kind, also for mail programs', async () => {
    const scene = await aScene();
    await connect(scene);
    const [letter] = await sentTo(scene.other.email);
    expect(letter?.choiceUrl).toBe('https://pristan.test/console/me');
  });
});

describe('PUT /me/notices/{kind}', () => {
  test('200 for PUT /me/notices/{kind}: the switch is stored for this person only', async () => {
    const scene = await aScene();
    const choices = async (caller: ApiCaller) =>
      (await caller('GET', '/me/notices')).json<{ kinds: { kind: string; by_mail: boolean }[] }>().kinds;
    await scene.act('PUT', '/me/notices/secret_shown', { by_mail: false });
    const off = (kinds: { kind: string; by_mail: boolean }[]) =>
      kinds.filter(({ by_mail }) => !by_mail).map(({ kind }) => kind);
    expect(off(await choices(scene.act))).toEqual(['secret_shown']);
    expect((await choices(scene.act)).map(({ kind }) => kind)).toEqual([...mailedNoticeKinds]);
    expect(off(await choices(await apiCaller(platform, scene.other)))).toEqual([]);
    await scene.act('PUT', '/me/notices/secret_shown', { by_mail: true });
    expect(off(await choices(scene.act))).toEqual([]);
  });

  test.each(['password_changed', 'invitation', 'nothing'])(
    '400 for switching off %s, which cannot be switched off',
    async (kind) => {
      const { act } = await aScene();
      expect((await act('PUT', `/me/notices/${kind}`, { by_mail: false })).statusCode).toBe(400);
    },
  );

  test('401 for PUT /me/notices/{kind} without a session', async () => {
    const nobody = await apiCaller(platform, undefined);
    expect((await nobody('PUT', '/me/notices/secret_shown', { by_mail: false })).statusCode).toBe(401);
    expect((await nobody('GET', '/me/notices')).statusCode).toBe(401);
  });
});
