import { refuseAdoption, revokeGrant } from '@pristan/flows';
import { minuteMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveDueAdoptions } from '../../../apps/server/src/workers/adopt.ts';
import { aClone } from '../../harness/clones.ts';
import { tokens } from '../../harness/fixtures.ts';
import type { AccountWithClone, ModerationFixture } from './fixture.ts';
import {
  adoptionsOf,
  accountWithClone,
  openModerationFixture,
  refreshTokens,
  sevenDaysMs,
  startAdoption,
} from './fixture.ts';

let stand: ModerationFixture;
let turn = 0;

beforeAll(async () => {
  stand = await openModerationFixture();
});
afterAll(async () => stand.platform.close());

/** Accounts that were notified of an adoption, with the clock at its date. */
async function due(count: number): Promise<AccountWithClone[]> {
  turn += 1;
  const accounts = [];
  for (let at = 0; at < count; at++) accounts.push(await accountWithClone(stand, `t${turn}n${at}`));
  await startAdoption(stand);
  stand.platform.clock.advance(sevenDaysMs);
  return accounts;
}

async function grantsOf(account: AccountWithClone) {
  return stand.platform.world.db
    .selectFrom('grants')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('integration_id', '=', stand.published.client_id)
    .where('revoked_at', 'is', null)
    .execute();
}

const works = async (account: AccountWithClone) =>
  (await refreshTokens(stand, account.clone, account.host, account.pair.refresh_token)).statusCode === 200;

test('many nodes that run an adoption at once move each account once', async () => {
  const accounts = await due(4);
  const { world } = stand.platform;
  const settled = await Promise.all([1, 2, 3, 4].map(() => moveDueAdoptions(world)));
  expect(settled.reduce((sum, one) => sum + one)).toBe(4);
  for (const account of accounts) {
    expect(await grantsOf(account)).toHaveLength(1);
    expect(await works(account)).toBe(false);
  }
});

test('several starts of an adoption at once notify each account once', async () => {
  const account = await accountWithClone(stand, 'twice');
  const answers = await Promise.all([1, 2, 3, 4].map(() => stand.integrator('POST', stand.adoption)));
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(3);
  const { world } = stand.platform;
  expect(await world.store.notices.of(account.admin.id)).toHaveLength(1);
  expect((await world.store.mails.list()).filter((mail) => mail.recipient === 'admin@twice.test')).toHaveLength(1);
  stand.platform.clock.advance(sevenDaysMs);
  await moveDueAdoptions(world);
});

test('of a refusal and a move of an account at the same moment exactly one happens', async () => {
  const accounts = await due(6);
  const { world } = stand.platform;
  const outcomes = await Promise.all([
    ...accounts.map(async (account) => {
      const [adoption] = await world.store.moderation.asked(account.id);
      const by = { userId: account.admin.id, address: '203.0.113.5' };
      const adoptionId = adoption?.adoptionId ?? '';
      return (await refuseAdoption(world, { accountId: account.id, adoptionId, by, press: undefined })).kind;
    }),
    moveDueAdoptions(world),
    moveDueAdoptions(world),
  ]);
  for (const [at, account] of accounts.entries()) {
    const kept = outcomes[at] === 'kept';
    expect([await works(account), (await grantsOf(account)).length]).toEqual(kept ? [true, 0] : [false, 1]);
  }
});

test('an access revoked while an adoption moves it is gone, never moved', async () => {
  const accounts = await due(6);
  const { world } = stand.platform;
  const revoked = await Promise.all([
    ...accounts.map(async (account) => {
      const row = await world.db
        .selectFrom('grants')
        .select('id')
        .where('account_id', '=', account.id)
        .where('integration_id', '=', account.clone.client_id)
        .executeTakeFirstOrThrow();
      const by = { userId: account.admin.id, address: '203.0.113.5' };
      return (await revokeGrant(world, { accountId: account.id, grantId: row.id, by, press: undefined })).kind;
    }),
    moveDueAdoptions(world),
  ]);
  for (const [at, account] of accounts.entries()) {
    expect(await grantsOf(account)).toHaveLength(revoked[at] === 'revoked' ? 0 : 1);
    expect(await works(account)).toBe(false);
  }
});

describe('an account with an announced adoption', () => {
  test('an account whose move fails in the middle on one node is moved as a whole by the next', async () => {
    const [account] = await due(1);
    if (account === undefined) throw new Error('no account');
    const { world } = stand.platform;
    const broken = {
      ...world,
      store: {
        ...world.store,
        // The transaction fails after the last real change.
        commit: (changes: Parameters<typeof world.store.commit>[0]) =>
          world.store.commit([
            ...changes,
            {
              kind: 'press_used',
              pressId: 'x'.repeat(10),
              expiresAt: Number.NaN,
              answer: { userId: 1, sealed: new Uint8Array(), endsAt: 0 },
            },
          ]),
      },
    };
    expect(await moveDueAdoptions(broken)).toBe(0);
    expect(await grantsOf(account)).toEqual([]);
    expect(await works(account)).toBe(true);
    expect((await adoptionsOf(account))[0]?.clones).toMatchObject({ pending: 1 });
    // A failed move waits for a minute before the next attempt.
    expect(await moveDueAdoptions(world)).toBe(0);
    stand.platform.clock.advance(minuteMs);
    expect(await moveDueAdoptions(world)).toBe(1);
    expect(await grantsOf(account)).toHaveLength(1);
  });

  test('an account with several clones gets one grant of the published integration, and no clone works any more', async () => {
    const account = await accountWithClone(stand, 'several');
    const second = await aClone(stand.platform, account);
    const pair = await tokens(stand.platform, second, account.place);
    await startAdoption(stand);
    expect((await adoptionsOf(account))[0]?.clones).toMatchObject({ pending: 2 });
    stand.platform.clock.advance(sevenDaysMs);
    expect(await moveDueAdoptions(stand.platform.world)).toBe(1);
    expect(await grantsOf(account)).toHaveLength(1);
    expect(await works(account)).toBe(false);
    expect((await refreshTokens(stand, second, account.host, pair.refresh_token)).statusCode).toBe(401);
  });

  test('an account that already has the published integration keeps its consent to it unchanged', async () => {
    const account = await accountWithClone(stand, 'both');
    await tokens(stand.platform, stand.published, account.place);
    const before = await grantsOf(account);
    await startAdoption(stand);
    stand.platform.clock.advance(sevenDaysMs);
    await moveDueAdoptions(stand.platform.world);
    expect(await grantsOf(account)).toEqual(before);
    expect(before).toMatchObject([{ restricted: false, scopes: ['crm', 'files'] }]);
    expect(await works(account)).toBe(false);
  });

  test('an account whose admin disabled the published integration keeps its clone, and can be asked again', async () => {
    const account = await accountWithClone(stand, 'offnow');
    await tokens(stand.platform, stand.published, account.place);
    await startAdoption(stand);
    await stand.platform.world.db
      .updateTable('installations')
      .set((eb) => ({ state: 'disabled', epoch: eb('epoch', '+', 1) }))
      .where('account_id', '=', account.id)
      .where('integration_id', '=', stand.published.client_id)
      .execute();
    stand.platform.clock.advance(sevenDaysMs);
    await moveDueAdoptions(stand.platform.world);
    expect(await works(account)).toBe(true);
    expect((await adoptionsOf(account))[0]?.clones).toMatchObject({ lapsed: 1, moved: 0 });
    await startAdoption(stand);
    expect((await adoptionsOf(account))[0]?.clones).toMatchObject({ pending: 1 });
  });
});
