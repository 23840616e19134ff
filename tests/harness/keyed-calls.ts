import type { LightMyRequestResponse } from 'fastify';
import type { EndpointDescription } from '../../apps/server/src/http/platform-endpoint.ts';
import { apiCaller } from './api-caller.ts';
import { aClone } from './clones.ts';
import { newestSecretId } from './newest-secret.ts';
import { anAccount, anIntegration, aUser, tokens } from './fixtures.ts';
import type { Platform } from './platform.ts';
import { widgetZip } from './widget.ts';

/** A prepared request that takes an idempotency key, with a caller who may send it. */
export interface KeyedCall {
  send(headers: Readonly<Record<string, string>>, node?: Pick<Platform, 'inject'>): Promise<LightMyRequestResponse>;
}

/**
 * One call for each write that takes an idempotency key, by operation; each call has an effect. A missing operation
 * fails the tests that go through all endpoints.
 */
export async function keyedCalls(platform: Platform): Promise<Readonly<Record<string, () => Promise<KeyedCall>>>> {
  const { world } = platform;
  const demo = await anAccount(platform, 'demo', true);
  const origin = 'https://gulls.test';
  const admin = await apiCaller(platform, demo.admin);
  const integrations = `/accounts/${demo.id}/integrations`;
  let drawn = 0;

  const call = (
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    type?: string,
  ): KeyedCall => ({
    send: async (headers, node = platform) => {
      const caller = node === platform ? admin : await apiCaller({ ...platform, inject: node.inject }, demo.admin);
      return caller(method, path, body, { ...headers, ...(type === undefined ? {} : { 'content-type': type }) });
    },
  });
  const anOwn = async (kind: 'private' | 'published' = 'private', redirectUri = 'https://shop.test/callback') => {
    const keys = await anIntegration(platform, 'demo', { kind, redirectUri, name: `Acme ${(drawn += 1)}` });
    return { ...keys, path: `${integrations}/${keys.client_id}` };
  };
  const versionOf = async (path: string) => (await admin('GET', path)).json<{ version: number }>().version;

  return {
    create_integration: async () =>
      call('POST', integrations, { kind: 'private', name: 'New one', redirect_uri: 'https://shop.test/callback' }),
    edit_integration: async () => {
      const { path } = await anOwn();
      return call('PATCH', path, { version: await versionOf(path), name: 'Renamed' });
    },
    delete_integration: async () => call('DELETE', (await anOwn()).path),
    rotate_secret: async () => {
      const { path, client_id } = await anOwn();
      return call('POST', `${path}/secret/rotation`, { replaces: await newestSecretId(world, client_id) });
    },
    keep_text: async () => {
      const { path } = await anOwn();
      return call('PUT', `${path}/texts/en`, { version: await versionOf(path), summary: 'Letters', description: '' });
    },
    remove_text: async () => {
      const { path } = await anOwn();
      const text = { version: await versionOf(path), summary: 'Mail', description: '' };
      const kept = await admin('PUT', `${path}/texts/es`, text);
      if (kept.statusCode !== 200) throw new Error(kept.body);
      return call('DELETE', `${path}/texts/es?version=${await versionOf(path)}`);
    },
    upload_widget: async () => call('POST', `${(await anOwn()).path}/widgets`, await widgetZip(), 'application/zip'),
    mint_long_lived_token: async () => {
      const own = await anOwn();
      await tokens(platform, own, { account: 'demo', email: demo.admin.email });
      const expires_at = Math.floor(platform.clock.now() / 1000) + 86_400;
      return call('POST', `${own.path}/tokens`, { name: 'Nightly', expires_at });
    },
    mint_personal_token: async () =>
      call('POST', `/accounts/${demo.id}/access-tokens`, { name: 'Build', abilities: ['integrations:read'] }),
    invite: async () =>
      call('POST', `/accounts/${demo.id}/invitations`, { email: `new-${(drawn += 1)}@demo.test`, role: 'member' }),
    withdraw_invitation: async () => {
      const email = `gone-${(drawn += 1)}@demo.test`;
      const sent = await admin('POST', `/accounts/${demo.id}/invitations`, { email, role: 'member' });
      return call('DELETE', `/accounts/${demo.id}/invitations/${sent.json<{ invitation_id: string }>().invitation_id}`);
    },
    renew_invitation: async () => {
      const email = `again-${(drawn += 1)}@demo.test`;
      const sent = await admin('POST', `/accounts/${demo.id}/invitations`, { email, role: 'member' });
      const { invitation_id: id } = sent.json<{ invitation_id: string }>();
      return call('POST', `/accounts/${demo.id}/invitations/${id}/renewal`, { by: 'link' });
    },
    send_test_delivery: async () => call('POST', `${(await anOwn()).path}/test-deliveries`, { hook: 'install' }),
    resend_delivery: async () => {
      const { path } = await anOwn();
      await admin('PATCH', path, { version: await versionOf(path), disconnect_uri: 'https://shop.test/bye' });
      const sent = await admin('POST', `${path}/test-deliveries`, { hook: 'disconnect' });
      const { delivery_id } = sent.json<{ delivery_id: string }>();
      await world.pool.query("update deliveries set state = 'failed', finished_at = $2 where id = $1", [
        delivery_id,
        platform.clock.now(),
      ]);
      return call('POST', `${path}/deliveries/${delivery_id}/resend`);
    },
    start_adoption: async () => {
      const { path } = await anOwn('published', `${origin}/callback`);
      const account = await anAccount(platform, `clone${(drawn += 1)}`);
      await aClone(platform, account, {});
      return call('POST', `${path}/adoption`);
    },
    refuse_adoption: async () => {
      const { path } = await anOwn('published', `${origin}/callback`);
      await aClone(platform, demo, {});
      const started = await admin('POST', `${path}/adoption`);
      if (started.statusCode !== 200) throw new Error(started.body);
      const { adoptions } = (await admin('GET', `/accounts/${demo.id}/adoptions`)).json<{
        adoptions: { adoption_id: string }[];
      }>();
      return call('POST', `/accounts/${demo.id}/adoptions/${adoptions[0]?.adoption_id}/refusal`);
    },
    ask_fresh_code: async () => {
      const own = await anOwn();
      const widget = await admin('POST', `${own.path}/widgets`, await widgetZip(), {
        'content-type': 'application/zip',
      });
      const live = await admin('PUT', `${own.path}/widgets/live`, { number: 1 });
      if (widget.statusCode !== 201 || live.statusCode !== 200) throw new Error(widget.body + live.body);
      await tokens(platform, own, { account: 'demo', email: demo.admin.email });
      const { client_id, client_secret } = own;
      return {
        send: (headers, node = platform) =>
          node.inject({
            method: 'POST',
            url: `/api/platform/installations/${demo.id}/code`,
            payload: { client_id, client_secret },
            headers,
          }),
      };
    },
    // This operation belongs to the dialect of amoCRM, not to the JSON API.
    'users.add': async () => {
      const own = await anOwn('published');
      const person = await aUser(platform, `boss-${(drawn += 1)}@demo.test`, { demo: 'admin' });
      const { access_token } = await tokens(platform, own, { account: 'demo', email: person.email });
      const email = `hired-${(drawn += 1)}@demo.test`;
      return {
        send: (headers, node = platform) =>
          node.inject({
            method: 'POST',
            url: '/api/v4/users',
            host: 'demo.accounts.test',
            payload: [{ name: 'Hired', email, password: 'a long enough one' }],
            headers: { ...headers, authorization: `Bearer ${access_token}` },
          }),
      };
    },
  };
}

/** Lists every endpoint of the platform's JSON API. */
export function endpointsOf({ routes }: Pick<Platform, 'routes'>): readonly EndpointDescription[] {
  return routes.flatMap(({ config }) => (config?.endpoint === undefined ? [] : [config.endpoint]));
}
