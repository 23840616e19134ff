import type { Language } from '@pristan/wire';
import { addMember, createAccount, createUser } from '../../apps/server/src/cli/accounts.ts';
import {
  createIntegrationCommand,
  issueCode,
  publishIntegrationCommand,
} from '../../apps/server/src/cli/integrations.ts';
import type { Platform } from './platform.ts';

export const password = 'correct horse battery';

/** Creates an account with an admin, and with a member if requested. */
export async function anAccount(platform: Platform, subdomain: string, member = false) {
  const { world } = platform;
  const account = await createAccount(world, { subdomain, name: `Account ${subdomain}` });
  const admin = await aUser(platform, `admin@${subdomain}.test`, { [subdomain]: 'admin' });
  const second = member ? await aUser(platform, `member@${subdomain}.test`, { [subdomain]: 'member' }) : undefined;
  return { ...account, admin, member: second };
}

export async function aUser(
  platform: Platform,
  email: string,
  places: Readonly<Record<string, 'admin' | 'member'>> = {},
  language: Language = 'en',
) {
  const { world } = platform;
  const user = await createUser(world, { email, password, name: email.split('@')[0] ?? email, language });
  for (const [account, role] of Object.entries(places)) await addMember(world, { account, email, role });
  return user;
}

export const redirectUri = 'https://shop.test/callback';

/** Creates an integration of an account; by default it is public and published. */
export async function anIntegration(
  platform: Platform,
  account: string,
  options: {
    kind?: 'private' | 'unmoderated' | 'published';
    redirectUri?: string;
    name?: string;
    scope?: readonly string[];
  } = {},
) {
  const { kind = 'published' } = options;
  const keys = await createIntegrationCommand(platform.world, {
    account,
    name: options.name ?? 'Acme Mail',
    redirectUri: options.redirectUri ?? redirectUri,
    scope: options.scope ?? ['crm'],
    public: kind !== 'private',
  });
  if (kind === 'published') await publishIntegrationCommand(platform.world, keys.client_id);
  return { ...keys, redirectUri: options.redirectUri ?? redirectUri };
}

export type Integration = Awaited<ReturnType<typeof anIntegration>>;

/** Issues an authorization code as this person's consent does. */
export async function aCode(platform: Platform, integration: Integration, place: { account: string; email: string }) {
  return issueCode(platform.world, { clientId: integration.client_id, ...place });
}

/** Issues a pair of tokens as this person's consent and a code exchange do. */
export async function tokens(platform: Platform, integration: Integration, place: { account: string; email: string }) {
  const { code, referer } = await aCode(platform, integration, place);
  const response = await platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: referer,
    payload: {
      grant_type: 'authorization_code',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      redirect_uri: integration.redirectUri,
      code,
    },
  });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<{ access_token: string; refresh_token: string }>();
}
