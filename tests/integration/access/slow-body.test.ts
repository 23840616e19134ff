import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { widgetZip } from '../../harness/widget.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { createdIntegration, openRegistryFixture } from '../registry/fixture.ts';
import { aUser } from '../../harness/fixtures.ts';

let stand: RegistryFixture;
let port: number;
beforeAll(async () => {
  stand = await openRegistryFixture();
  port = await stand.platform.listen();
});
afterAll(async () => stand.platform.close());

/** Sends half of a body, runs `happens` once the request has passed its checks, then sends the rest. */
async function sendSlowly(
  path: string,
  asked: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
  happens: () => Promise<void>,
): Promise<number | undefined> {
  const { publicUrl } = stand.platform.world.config;
  const { body, headers } = asked;
  const { sessions, personalTokens } = stand.platform.world.store;
  const [ofSession, ofToken] = [vi.spyOn(sessions, 'find'), vi.spyOn(personalTokens, 'presented')];
  const lookedUp = () =>
    [...ofSession.mock.settledResults, ...ofToken.mock.settledResults].filter(({ type }) => type === 'fulfilled')
      .length;
  const request = http.request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: `/api/platform${path}`,
    headers: { host: new URL(publicUrl).host, origin: publicUrl, 'content-length': body.length, ...headers },
  });
  const answer = once(request, 'response');
  request.write(body.subarray(0, 10));
  await expect.poll(lookedUp).toBe(1);
  ofSession.mockRestore();
  ofToken.mockRestore();
  // The checks after this lookup read nothing that the tests below change.
  await happens();
  request.end(body.subarray(10));
  const [response] = (await answer) as [http.IncomingMessage];
  response.resume();
  return response.statusCode;
}

const rowsOf = async (table: 'integrations' | 'widget_versions', id: 'name' | 'integration_id', value: string) =>
  (await stand.platform.world.pool.query(`select from ${table} where ${id} = $1`, [value])).rows.length;

describe('a credential that ends while the request body is still being sent', () => {
  test('401 for a session that ends while the request body is being sent; nothing is changed', async () => {
    const { id } = await aUser(stand.platform, 'left@demo.test', { demo: 'admin' });
    const cookie = await sessionCookie(stand.platform, id);
    const body = Buffer.from(
      JSON.stringify({ kind: 'private', name: 'Too late', redirect_uri: 'https://shop.test/callback' }),
    );
    const status = await sendSlowly(
      stand.integrations,
      { headers: { cookie, 'content-type': 'application/json' }, body },
      async () => {
        await stand.platform.world.pool.query('delete from sessions where user_id = $1', [id]);
      },
    );
    expect([status, await rowsOf('integrations', 'name', 'Too late')]).toEqual([401, 0]);
  });

  test('401 for a personal access token that ends while the request body is being sent; nothing is changed', async () => {
    const { path, integration } = await createdIntegration(stand);
    const minted = await stand.admin('POST', `/accounts/${stand.accountId}/access-tokens`, {
      name: 'Build',
      abilities: ['widgets:write'],
    });
    const { token, token_id } = minted.json<{ token: string; token_id: string }>();
    const status = await sendSlowly(
      `${path}/widgets`,
      {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/zip' },
        body: await widgetZip(),
      },
      async () => {
        const revoked = await stand.admin('DELETE', `/accounts/${stand.accountId}/access-tokens/${token_id}`);
        expect(revoked.statusCode).toBe(204);
      },
    );
    expect([status, await rowsOf('widget_versions', 'integration_id', integration.client_id)]).toEqual([401, 0]);
  });
});
