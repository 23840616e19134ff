import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let accessToken: string;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
  const integration = await anIntegration(platform, 'demo');
  accessToken = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
});
afterAll(async () => platform.close());

const person = { name: 'Vera', email: 'vera@shop.test' };

test.each([
  ['reverses the writing direction', { ...person, name: 'Ve\u202era' }, 'InvalidCharacters', 'name'],
  ['is invisible', { ...person, name: '\u200b' }, 'NotBlank', 'name'],
  ['is too long', { ...person, name: 'x'.repeat(256) }, 'TooLong', 'name'],
  ['has NUL', { ...person, name: 'a\0' }, 'InvalidCharacters', 'name'],
  ['is an address with reversed direction', { ...person, email: 'vera\u202e@shop.test' }, 'InvalidEmail', 'email'],
  ['is two addresses', { ...person, email: 'x,vera@shop.test' }, 'InvalidEmail', 'email'],
])(
  '400 for an invited name or address that %s; the error names element and field, and nobody is invited',
  async (_, hostile, code, path) => {
    const payload = [{ name: 'Ann', email: 'ann@shop.test' }, hostile];
    const response = await callApi(platform, accessToken, '/api/v4/users', { method: 'POST', payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()['validation-errors']).toMatchObject([{ request_id: '1', errors: [{ code, path }] }]);
    const { rows } = await platform.world.pool.query('select 1 from invitations');
    expect(rows).toEqual([]);
    platform.clock.advance(1_000);
  },
);
