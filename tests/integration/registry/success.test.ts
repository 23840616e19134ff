import { integration as integrationSchema } from '@pristan/wire/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCode, anIntegration } from '../../harness/fixtures.ts';
import type { RegistryFixture } from './fixture.ts';
import { newIntegration, createdIntegration, openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
afterAll(async () => stand.platform.close());

describe('200', () => {
  test('200 for the list of integrations: this account’s, newest first, without secrets', async () => {
    const first = await createdIntegration(stand, { name: 'First' });
    stand.platform.clock.advance(1000);
    const second = await createdIntegration(stand, { name: 'Second' });
    const response = await stand.admin('GET', stand.integrations);
    expect(response.statusCode).toBe(200);
    const ids = response.json<{ integrations: { client_id: string }[] }>().integrations.map((entry) => entry.client_id);
    expect(ids.indexOf(second.integration.client_id)).toBeLessThan(ids.indexOf(first.integration.client_id));
    expect(response.body).not.toContain(first.client_secret);
    expect(response.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  test('200 for an edit of an integration, which changes only the given fields and increments the version', async () => {
    const { path } = await createdIntegration(stand, { summary: 'Letters', disconnect_uri: 'https://shop.test/bye' });
    const response = await stand.admin('PATCH', path, {
      version: 1,
      name: ' Acme Post ',
      button_origins: ['https://shop.test'],
      disconnect_uri: null,
    });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      version: 2,
      name: 'Acme Post',
      summary: 'Letters',
      redirect_uri: newIntegration.redirect_uri,
      button_origins: ['https://shop.test'],
      disconnect_uri: null,
    });
    expect((await stand.admin('GET', path)).json()).toEqual(response.json());
  });

  test('200 for a description of 65,000 Cyrillic characters, which is stored completely', async () => {
    const description = 'я'.repeat(65_000);
    const { integration } = await createdIntegration(stand, { description });
    expect(integration['description']).toBe(description);
  });

  test('200 for showing a client secret again; each showing is recorded with person and address', async () => {
    const { path, client_secret, integration } = await createdIntegration(stand);
    const response = await stand.admin('GET', `${path}/secret`);
    expect(response.json()).toMatchObject({ client_id: integration.client_id, client_secret });
    expect(client_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    const { rows } = await stand.platform.world.pool.query(
      "select kind, address, facts::text from audit where integration_id = $1 and kind = 'secret_revealed'",
      [integration.client_id],
    );
    expect(rows).toEqual([
      {
        kind: 'secret_revealed',
        address: '127.0.0.1',
        facts: '{"names": {"person": "admin", "integration": "Acme Mail"}}',
      },
    ]);
  });

  test('200 for the list of installations: each with its grants, without e-mail addresses', async () => {
    const integration = await anIntegration(stand.platform, 'other', { name: 'Connected' });
    await aCode(stand.platform, integration, { account: 'demo', email: 'member@demo.test' }).catch(() => undefined);
    await aCode(stand.platform, integration, { account: 'demo', email: 'admin@demo.test' });
    const response = await stand.admin('GET', `/accounts/${stand.accountId}/installations`);
    expect(response.json()).toMatchObject({
      installations: [
        {
          client_id: integration.client_id,
          name: 'Connected',
          state: 'enabled',
          disabled_at: null,
          grants: [{ full_access: true, scopes: ['crm'], user: { name: 'admin' } }],
        },
      ],
    });
    expect(response.body).not.toContain('@demo.test');
  });
});

describe('201', () => {
  test('201 for a new integration, returned in full with its secret and location', async () => {
    const response = await stand.admin('POST', stand.integrations, { ...newIntegration, name: '  Acme Mail ' });
    expect(response.statusCode).toBe(201);
    const { integration, client_secret } = response.json<{
      integration: { client_id: string };
      client_secret: string;
    }>();
    expect(integration).toEqual({
      client_id: integration.client_id,
      account_id: stand.accountId,
      kind: 'private',
      published: false,
      state: 'active',
      version: 1,
      unreviewed_changes: [],
      name: 'Acme Mail',
      language: 'en',
      summary: '',
      description: '',
      redirect_uri: 'https://shop.test/callback',
      button_origins: [],
      disconnect_uri: null,
      scopes: ['crm'],
      logo_url: null,
      created_at: expect.any(Number),
    });
    expect(client_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(response.headers.location).toBe(`/api/platform${stand.integrations}/${integration.client_id}`);
    expect(Object.keys(integrationSchema.shape).toSorted()).toEqual(Object.keys(integration).toSorted());
  });
});

describe('204', () => {
  test('204 for deleting an integration, which is then unknown in its own account too', async () => {
    const { path } = await createdIntegration(stand);
    expect((await stand.admin('DELETE', path)).statusCode).toBe(204);
    expect((await stand.admin('GET', path)).statusCode).toBe(404);
    expect((await stand.admin('DELETE', path)).statusCode).toBe(404);
  });
});
