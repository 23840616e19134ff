import {
  acceptInvitation,
  askFreshCode,
  giveConsent,
  giveExternalConsent,
  installWidget,
  createInvitation,
  saveSettings,
  mintLongLivedToken,
  mintPersonalToken,
  publishIntegration,
  resendDelivery,
  secretAssociatedData,
  startAdoption,
} from '@pristan/flows';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../../apps/server/src/environment/open.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { ConcurrentChange } from './concurrent-changes.ts';
import { changesOf } from './concurrent-changes.ts';
import type { PreconditionFixture } from './fixture.ts';
import { guestEmail, openPreconditionFixture, redirectUri } from './fixture.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

const clear = 's'.repeat(64);
const days = 86_400_000;
const settings = { platform: 1, issuer: '', apiDomain: '', refreshGraceSeconds: 0, baseDomain: '' } as const;

const by = (scene: PreconditionFixture) => ({ userId: scene.admin, address: '203.0.113.5' });
const consent = (scene: PreconditionFixture, userId: number, copyable: boolean) => ({
  integrationId: scene.integrationId,
  accountId: scene.accountId,
  userId,
  actor: { userId, address: '' },
  codeChallenge: undefined,
  press: undefined,
  copyable,
});
const about = (scene: PreconditionFixture) => ({
  accountId: scene.accountId,
  integrationId: scene.integrationId,
  by: by(scene),
});

/** Requests of people and of programs, each carried out by its own flow. */
const asks: Readonly<Record<string, (world: World, scene: PreconditionFixture) => Promise<unknown>>> = {
  'an admin consents': (world, scene) => giveConsent(world, consent(scene, scene.admin, false)),
  'an admin copies a code': (world, scene) => giveConsent(world, consent(scene, scene.admin, true)),
  'a member consents': (world, scene) => giveConsent(world, consent(scene, scene.member, false)),
  'an admin consents to a metadata button': (world, scene) =>
    giveExternalConsent(world, {
      accountId: scene.accountId,
      userId: scene.admin,
      actor: by(scene),
      handoverId: randomUUID(),
      press: undefined,
      metadata: {
        name: 'B',
        descriptionHtml: '',
        redirectUri,
        secretsUri: redirectUri,
        scopes: ['crm'],
        logoUri: undefined,
      },
      path: {} as never,
      pullChallenge: undefined,
    }),
  'an admin installs the widget': (world, scene) =>
    installWidget(world, {
      integrationId: scene.integrationId,
      accountId: scene.accountId,
      userId: scene.admin,
      actor: by(scene),
      press: undefined,
      sent: new Map(),
    }),
  'a long-lived token is asked for': (world, scene) =>
    mintLongLivedToken(
      { ...world, settings },
      { ...about(scene), integrationId: scene.cloneId, name: 'a', expiresAt: scene.at + 30 * days },
    ),
  'a personal access token is asked for': (world, scene) =>
    mintPersonalToken(world, {
      accountId: scene.accountId,
      by: by(scene),
      name: 'a',
      abilities: ['integrations:read'],
      integrationId: undefined,
      days: 1,
      sessionHash: scene.sessionHash,
    }),
  'the integrator asks for a code': (world, scene) =>
    askFreshCode(world, {
      clientId: scene.integrationId,
      clientSecret: clear,
      account: String(scene.accountId),
      grantId: undefined,
      address: '',
    }),
  'somebody is invited': (world, scene) =>
    createInvitation(world, {
      accountId: scene.accountId,
      email: `new-${scene.accountId}@guests.test`,
      name: '',
      role: 'admin',
      language: 'en',
      by: by(scene),
    }),
  'the guest accepts': (world, scene) =>
    acceptInvitation(
      world,
      { accountId: scene.accountId, invitationId: scene.invitationId },
      { userId: scene.guest, email: guestEmail(scene.accountId), name: 'guest', address: '', press: undefined },
    ),
  'a delivery is sent again': (world, scene) =>
    resendDelivery(world, {
      ownerId: scene.accountId,
      integrationId: scene.integrationId,
      deliveryId: scene.failedDeliveryId,
      by: by(scene),
    }),
  'an adoption is started': (world, scene) => startAdoption(world, about(scene)),
  'the integration is published': (world, scene) => publishIntegration(world, scene.integrationId),
  'settings are stored': (world, scene) => saveSettings(world, { ...about(scene), press: undefined }, new Map()),
};

const happens: readonly ConcurrentChange[] = [
  'the acting admin is deactivated',
  'the acting admin is demoted',
  'the acting member is deactivated',
  'the acting member is promoted',
  'the installation is disabled',
  'the grant is revoked',
  'the integration is paused',
  'the integration is deleted',
  'the secret is replaced',
  'every key is revoked',
  'the integration is edited',
  'the invitation is withdrawn',
  'requests for codes are forbidden',
];

/** A world whose first commit waits, after all reads, until `letGo` is called. */
function standing(world: World): { readonly world: World; readonly there: Promise<void>; letGo(): void } {
  let arrive: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (arrive = resolve));
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const commit: World['store']['commit'] = async (...given) => {
    arrive();
    await gone;
    return world.store.commit(...given);
  };
  return { world: { ...world, store: { ...world.store, commit } }, there, letGo: () => letGo() };
}

interface Line {
  readonly kind: string;
  readonly user_id: number | null;
  readonly integration_id: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Returns the first log entry that an earlier entry forbids. Entries are written under the locks. */
function forbidden(lines: readonly Line[], scene: PreconditionFixture): Line | undefined {
  const roles = new Map([
    [scene.admin, 'admin'],
    [scene.other, 'admin'],
    [scene.member, 'member'],
  ]);
  let [isStopped, isDeleted, isDisabled, codesForbidden, withdrawn] = [false, false, false, false, false];
  let scopes = ['crm'];
  const needsAdmin = (kind: string) =>
    !['code_issued', 'invitation_accepted', 'grant_given', 'grant_renewed'].includes(kind);
  for (const line of lines) {
    const { kind, user_id: userId, integration_id: integrationId, facts } = line;
    const isAbout = integrationId === scene.integrationId;
    if (userId !== null && userId !== scene.guest) {
      const role = roles.get(userId);
      if (role === undefined || (needsAdmin(kind) && role !== 'admin')) return line;
      if ('fullAccess' in facts && facts['fullAccess'] !== (role === 'admin')) return line;
    }
    const ends = kind === 'installation_disabled' || kind === 'grant_revoked';
    if (isAbout && isDeleted && !ends) return line;
    const gives = ['grant_given', 'grant_renewed', 'long_lived_minted', 'fresh_code_asked'].includes(kind);
    if (isAbout && gives && (isStopped || isDisabled)) return line;
    if (isAbout && 'scopes' in facts && JSON.stringify(facts['scopes']) !== JSON.stringify(scopes)) return line;
    if (kind === 'fresh_code_asked' && codesForbidden) return line;
    if (kind === 'invitation_accepted' && withdrawn) return line;
    if (kind === 'installation_enabled' && isAbout && isStopped) return line;

    if (kind === 'member_changed') {
      const to = facts['to'] as { role: string; state: string };
      if (to.state === 'active') roles.set(Number(facts['userId']), to.role);
      else roles.delete(Number(facts['userId']));
    }
    if (isAbout && kind === 'integration_switched') isStopped = true;
    if (isAbout && kind === 'integration_deleted') isDeleted = true;
    if (isAbout && kind === 'installation_disabled') isDisabled = true;
    if (isAbout && kind === 'installation_enabled') isDisabled = false;
    if (isAbout && kind === 'integration_edited') scopes = ['crm', 'files'];
    if (kind === 'fresh_codes_switched') codesForbidden = true;
    if (kind === 'invitation_revoked') withdrawn = true;
  }
  return undefined;
}

const step = fc.record({ waits: fc.boolean() });

/** Each request once with nothing before its commit, so that it is certain to be stored. */
const undisturbed = Object.keys(asks).map(
  (name): [string[], ConcurrentChange[], { waits: boolean }[], fc.Stream<number>] => [
    [name],
    ['the grant is revoked'],
    [{ waits: true }],
    fc.stream([0, 1].values()),
  ],
);

test('whatever is committed between a decision and its commit, in any order, no forbidden change is stored', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...Object.keys(asks)), { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(fc.constantFrom(...happens), { minLength: 1, maxLength: 3 }),
      fc.array(step, { minLength: 6, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (asked, between, steps, chance) => {
        const { world } = platform;
        const scene = await openPreconditionFixture(world.db, (id, isFirst) =>
          world.vault.seal(secretAssociatedData(id), isFirst ? clear : 'another'),
        );
        const started = asked.map((name) => {
          const stand = standing(world);
          const done = (async () => asks[name]?.(stand.world, scene))();
          return {
            stand,
            done: done.catch((error: unknown) => error),
            arrived: Promise.race([stand.there, done.catch(() => undefined)]),
          };
        });
        await Promise.all(started.map(({ arrived }) => arrived));
        const moves = [
          ...started.map(({ stand, done }) => async () => {
            stand.letGo();
            await done;
          }),
          ...between.map((what) => async () => void (await world.store.commit(changesOf(what, scene)))),
        ];
        const shuffled = moves
          .map((move) => ({ move, rank: chance.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank);
        const running = [];
        for (const [at, { move }] of shuffled.entries()) {
          const run = move();
          running.push(run);
          if (steps[at]?.waits === true) await run;
        }
        await Promise.all(running);
        const { rows } = await world.pool.query<Line>(
          'select kind, user_id, integration_id, facts from audit where account_id = $1 order by id',
          [scene.accountId],
        );
        for (const { kind } of rows) seen.add(kind);
        expect(forbidden(rows, scene)).toBeUndefined();
        for (const { done } of started) expect(await done).not.toBeInstanceOf(Error);
      },
    ),
    { numRuns: 80, examples: undisturbed },
  );
  for (const kind of [
    'grant_given',
    'external_created',
    'long_lived_minted',
    'personal_token_minted',
    'fresh_code_asked',
  ])
    expect(seen).toContain(kind);
  const { rows } = await platform.world.pool.query(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: 0 }]);
}, 120_000);
