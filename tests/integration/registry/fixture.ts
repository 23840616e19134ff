import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

/** Two accounts: `demo` with an admin and a member, `other` with an admin who is a stranger to `demo`. */
export interface RegistryFixture {
  readonly platform: Platform;
  readonly accountId: number;
  readonly otherAccountId: number;
  readonly admin: ApiCaller;
  readonly member: ApiCaller;
  readonly stranger: ApiCaller;
  readonly nobody: ApiCaller;
  /** The path of `demo`'s integrations. */
  readonly integrations: string;
}

export async function openRegistryFixture(): Promise<RegistryFixture> {
  const platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  if (demo.member === undefined) throw new Error('the account has no member');
  return {
    platform,
    accountId: demo.id,
    otherAccountId: other.id,
    admin: await apiCaller(platform, demo.admin),
    member: await apiCaller(platform, demo.member),
    stranger: await apiCaller(platform, other.admin),
    nobody: await apiCaller(platform, undefined),
    integrations: `/accounts/${demo.id}/integrations`,
  };
}

export const newIntegration = {
  kind: 'private',
  name: 'Acme Mail',
  redirect_uri: 'https://shop.test/callback',
} as const;

export interface IntegrationJson {
  readonly client_id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}

/** Creates an integration of `demo` and returns it with its keys. */
export async function createdIntegration(
  stand: RegistryFixture,
  fields: object = {},
): Promise<{ path: string; integration: IntegrationJson; client_secret: string }> {
  const response = await stand.admin('POST', stand.integrations, { ...newIntegration, ...fields });
  if (response.statusCode !== 201) throw new Error(response.body);
  const body = response.json<{ integration: IntegrationJson; client_secret: string }>();
  return { ...body, path: `${stand.integrations}/${body.integration.client_id}` };
}
