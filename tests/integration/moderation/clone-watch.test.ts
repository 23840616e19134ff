import { watchClones } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addStaff } from '../../../apps/server/src/cli/accounts.ts';
import { listClones } from '../../../apps/server/src/cli/clones.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aClone } from '../../harness/clones.ts';
import { mailsTo } from '../../harness/mails.ts';
import { aUser, anAccount } from '../../harness/fixtures.ts';
import type { ModerationFixture } from './fixture.ts';
import { openModerationFixture, clonedOrigin } from './fixture.ts';

let stand: ModerationFixture;
let moderator: ApiCaller;
const weekMs = 604_800_000;

interface Group {
  readonly redirect_origin: string;
  readonly secrets_origin: string;
  readonly accounts: number;
  readonly integrations: number;
  readonly new_per_week: readonly number[];
  readonly names: readonly string[];
  readonly logos: string;
  readonly past_threshold: boolean;
  readonly notice: { readonly recorded_at: number; readonly mailed_to: readonly string[] } | null;
}

beforeAll(async () => {
  stand = await openModerationFixture();
  const { platform } = stand;
  const person = await aUser(platform, 'moderator@pristan.test');
  await addStaff(platform.world, { email: 'moderator@pristan.test', role: 'moderator' });
  moderator = await apiCaller(platform, person);
  const [one, two, three] = [
    await anAccount(platform, 'one'),
    await anAccount(platform, 'two'),
    await anAccount(platform, 'three'),
  ];
  await aClone(platform, one);
  platform.clock.advance(3 * weekMs);
  await aClone(platform, one);
  await aClone(platform, two, { name: 'Gulls' });
  // Three clones spell one origin in ways that are the same for a browser, and four have other origins.
  await aClone(platform, one, { origin: 'https://Terns.test', secretsOrigin: 'https://terns.test:443' });
  await aClone(platform, two, { origin: 'https://terns.test:443', secretsOrigin: 'https://TERNS.test' });
  await aClone(platform, one, { secretsOrigin: 'https://keys.gulls.test' });
  await aClone(platform, one, { origin: 'https://gulls.test:8443' });
  await aClone(platform, one, { origin: 'https://www.gulls.test' });
  await aClone(platform, three, { origin: 'https://gulls.test.evil.test' });
});
afterAll(async () => stand.platform.close());

async function groups(query = ''): Promise<{ groups: Group[]; threshold: number; next_after: string | null }> {
  const response = await moderator('GET', `/clone-groups${query}`);
  expect(response.statusCode).toBe(200);
  return response.json();
}

async function group(redirectOrigin = clonedOrigin, secretsOrigin = redirectOrigin): Promise<Group | undefined> {
  const page = await groups();
  return page.groups.find((one) => one.redirect_origin === redirectOrigin && one.secrets_origin === secretsOrigin);
}

/** Runs the watch over all groups of clones, or over those with a new clone since `grownSince`. */
const watched = (grownSince = 0) => watchClones(stand.platform.world, { threshold: 3, grownSince });

describe('the report of groups of clones', () => {
  test('the report groups clones by redirect and keys origin, both exact, most accounts first', async () => {
    const page = await groups();
    expect(page.threshold).toBe(3);
    expect(page.groups.map((one) => [one.redirect_origin, one.secrets_origin, one.accounts, one.integrations])).toEqual(
      [
        ['https://gulls.test', 'https://gulls.test', 2, 3],
        ['https://terns.test', 'https://terns.test', 2, 2],
        ['https://gulls.test', 'https://keys.gulls.test', 1, 1],
        ['https://gulls.test.evil.test', 'https://gulls.test.evil.test', 1, 1],
        ['https://gulls.test:8443', 'https://gulls.test:8443', 1, 1],
        ['https://www.gulls.test', 'https://www.gulls.test', 1, 1],
      ],
    );
  });

  test('the report of clones shows new clones by week, names and logos', async () => {
    expect(await group()).toMatchObject({
      new_per_week: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2],
      names: ['Gull Shop', 'Gulls'],
      logos: 'none',
      past_threshold: false,
      notice: null,
    });
  });

  test('the report of clones has no gap between its pages', async () => {
    const first = await groups('?limit=2');
    const second = await groups(`?limit=2&after=${first.next_after}`);
    const third = await groups(`?limit=2&after=${second.next_after}`);
    expect(third.next_after).toBeNull();
    expect([...first.groups, ...second.groups, ...third.groups]).toEqual((await groups()).groups);
  });

  test('the report of clones is the same on the command line', async () => {
    expect(await listClones(stand.platform.world, {})).toEqual(await groups());
    await expect(listClones(stand.platform.world, { limit: '0' })).rejects.toThrow('1 to 100');
    await expect(listClones(stand.platform.world, { after: 'x' })).rejects.toThrow('next_after');
  });

  test('403 for the report of clones for anybody but staff; 400 for an invalid cursor', async () => {
    const codeOf = async (caller: ApiCaller, query = '') => {
      const response = await caller('GET', `/clone-groups${query}`);
      return [response.statusCode, response.json<{ code: string }>().code];
    };
    expect(await codeOf(stand.integrator)).toEqual([403, 'staff_required']);
    expect(await codeOf(await apiCaller(stand.platform, undefined))).toEqual([401, 'unauthenticated']);
    for (const after of ['x', 'e30', Buffer.from('[1e99,"",""]').toString('base64url')])
      expect(await codeOf(moderator, `?after=${after}`)).toEqual([400, 'invalid_request']);
  });
});

describe('the threshold of accounts in a group of clones', () => {
  test('the threshold is not reached by many clones in few accounts', async () => {
    expect(await watched()).toBe(0);
  });

  test('at the threshold one mail and one notice ask the integrator to publish, however many nodes check', async () => {
    const { platform } = stand;
    const third = await anAccount(platform, 'fourth');
    await aClone(platform, third);
    const recorded = await Promise.all([1, 2, 3, 4].map(() => watched()));
    expect(recorded.reduce((sum, one) => sum + one)).toBe(1);
    expect(await watched()).toBe(0);
    expect(await group()).toMatchObject({ past_threshold: true, notice: { mailed_to: ['admin@gulls.test'] } });
    const letters = await mailsTo(platform, 'admin@gulls.test');
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).toContain('work in 3 accounts or more');
    const notices = await platform.world.store.notices.of(stand.owner.admin.id);
    expect(notices.map((notice) => notice.kind)).toEqual(['clones_past_threshold']);
  });

  test('reaching the threshold is recorded even when the integrator’s address is unknown', async () => {
    await aClone(stand.platform, await anAccount(stand.platform, 'fifth'), { origin: 'https://terns.test' });
    await watched();
    expect((await group('https://terns.test'))?.notice).toMatchObject({ mailed_to: [] });
  });

  test('the threshold is checked only for groups that grew since the last check', async () => {
    const { platform } = stand;
    const swifts = 'https://swifts.test';
    for (const name of ['ninth', 'tenth', 'eleventh'])
      await aClone(platform, await anAccount(platform, name), { origin: swifts });
    expect(await watched(platform.clock.now() + 60_000)).toBe(0);
    expect(await watched(platform.clock.now() - 60_000)).toBe(1);
  });

  test('accounts that disabled their clone do not count towards the threshold', async () => {
    const { platform } = stand;
    const rooks = 'https://rooks.test';
    for (const name of ['sixth', 'seventh', 'eighth'])
      await aClone(platform, await anAccount(platform, name), { origin: rooks });
    await platform.world.db
      .updateTable('installations')
      .set({ state: 'disabled' })
      .where('integration_id', 'in', (eb) =>
        eb.selectFrom('integrations').select('id').where('redirect_origin', '=', rooks).limit(1),
      )
      .execute();
    await watched();
    expect(await group(rooks)).toMatchObject({ accounts: 2, integrations: 3, notice: null });
  });
});
