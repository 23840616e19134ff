import { expect, test } from 'vitest';
import { moveTime } from '../clock.ts';
import type { Answer } from '../http.ts';
import { json, onHost, send } from '../http.ts';
import { pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import type { Pair } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given } from '../settings.ts';

/** Longer than any block lasts, in seconds. */
const blockSeconds = 3_600;

test('12.14 more than 7 requests a second get 429, who keeps on gets 403, and the token endpoint neither', async (context) => {
  const {
    admin,
    technicalAccount: account,
    unmoderatedIntegration: keys,
    moveTimeCommand,
  } = given(
    context,
    'admin',
    'technicalAccount',
    'unmoderatedIntegration',
    // Without it the block would hit the checks of the next run.
    'moveTimeCommand',
  );
  const pair = await pairBy(browserOf(admin), keys, account);
  const burst = async (count: number): Promise<readonly Answer[]> => {
    const headers = { authorization: `Bearer ${pair.access_token}` };
    return Promise.all(Array.from({ length: count }, () => send(onHost(account.host, '/api/v4/account'), { headers })));
  };
  const slow = await burst(7);
  expect(slow.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 200));

  await moveTime(moveTimeCommand, 2);
  const began = Date.now();
  const fast = await burst(16);
  const seconds = Math.ceil((Date.now() - began) / 1000);
  expect(fast.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(7 * (seconds + 1));
  const refused = fast.find(({ status }) => status === 429);
  expect(refused?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  expect(json(refused ?? missing)).toMatchObject({ title: 'Too Many Requests', status: 429 });

  const statuses: number[] = [];
  for (let more = 0; more < 5 && !statuses.includes(403); more++)
    statuses.push(...(await burst(16)).map(({ status }) => status));
  expect(statuses).toContain(403);

  const refreshed = await requestTokens(account.host, refreshGrant(keys, pair.refresh_token));
  expect(refreshed.status, refreshed.text).toBe(200);
  await moveTime(moveTimeCommand, blockSeconds);
  const again = { authorization: `Bearer ${json<Pair>(refreshed).access_token}` };
  expect((await send(onHost(account.host, '/api/v4/account'), { headers: again })).status).toBe(200);
});

const missing: Answer = { status: 0, headers: {}, text: '' };
