import { afterAll, beforeEach, expect, test } from 'vitest';
import { moveTime } from '../clock.ts';
import { confirm } from '../installation.ts';
import { codeGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import type { Receiver } from '../receiver.ts';
import { openReceiver } from '../receiver.ts';
import { given, pathOf, settings } from '../settings.ts';

const needed = ['admin', 'technicalAccount', 'widgetIntegration', 'installPath', 'receiver'] as const;
let receiver: Receiver | undefined;
beforeEach(async () => {
  if (settings.receiver !== undefined) receiver ??= await openReceiver(settings.receiver);
  receiver?.empty();
});
afterAll(async () => receiver?.close());

test('12.16 the widget hook is one GET with `from_widget=1` and no state, and its code is exchanged', async (context) => {
  const { admin, technicalAccount: account, widgetIntegration: keys, installPath } = given(context, ...needed);
  await confirm(browserOf(admin), pathOf(installPath, account, keys));
  const [hook] = (await receiver?.got(1)) ?? [];
  expect(hook).toMatchObject({ method: 'GET', path: new URL(keys.redirectUri).pathname });
  expect(hook?.headers['user-agent']).toBe('amoService-oAuth-Code-Sender/1.0');
  const { code = '', ...others } = Object.fromEntries(hook?.query ?? []);
  expect(others).toEqual({
    referer: account.host,
    platform: expect.stringMatching(/^[12]$/),
    client_id: keys.clientId,
    from_widget: '1',
  });
  expect((await requestTokens(account.host, codeGrant(keys, code))).status).toBe(200);
});

test('12.16 a receiver’s status is ignored: the code of a hook answered with 500 is exchanged', async (context) => {
  const { admin, technicalAccount: account, widgetIntegration: keys, installPath } = given(context, ...needed);
  receiver?.answers(500);
  await confirm(browserOf(admin), pathOf(installPath, account, keys));
  const [hook] = (await receiver?.got(1)) ?? [];
  const answer = await requestTokens(account.host, codeGrant(keys, hook?.query.get('code') ?? ''));
  expect(answer.status, answer.text).toBe(200);
});

test('12.16 a receiver that does not answer is abandoned after 3 seconds, and nothing is sent again', async (context) => {
  const {
    admin,
    technicalAccount: account,
    widgetIntegration: keys,
    installPath,
    moveTimeCommand,
  } = given(context, ...needed, 'moveTimeCommand');
  const browser = browserOf(admin);
  const path = pathOf(installPath, account, keys);
  receiver?.answers('hang', 200);
  await confirm(browser, path);
  const [hook] = (await receiver?.got(1)) ?? [];
  const afterMs = await hook?.closed;
  expect(afterMs).toBeGreaterThan(2_000);
  expect(afterMs).toBeLessThan(6_000);
  // A second attempt would be due before the next hook.
  await moveTime(moveTimeCommand, 3_600);
  await confirm(browser, path);
  const hooks = (await receiver?.got(2)) ?? [];
  expect(hooks).toHaveLength(2);
  expect(hooks[1]?.query.get('code')).not.toBe(hook?.query.get('code'));
});
