import { pino } from 'pino';
import { addMember, createAccount, createUser } from '../apps/server/src/cli/accounts.ts';
import { createIntegrationCommand, publishIntegrationCommand } from '../apps/server/src/cli/integrations.ts';
import { loadConfig } from '../apps/server/src/config/load.ts';
import type { World } from '../apps/server/src/environment/open.ts';
import { openWorld } from '../apps/server/src/environment/open.ts';
import { tokenRequest } from './client.ts';
import type { Line } from '@pristan/wire';

export const host = 'bench.localhost:4400';
const redirectUri = 'https://shop.test/callback';
/** Authorization codes per grant: below the limit of token families per grant, so that exchanges delete none. */
const CODES_PER_GRANT = 15;

/** An account with a published integration, in a running server's store. */
export interface Fixtures {
  readonly world: World;
  readonly accountId: number;
  readonly adminId: number;
  readonly clientId: string;
  /** Creates authorization codes, for the grants of as many users as needed. */
  codes(count: number): Promise<readonly string[]>;
  /** Requests as raw HTTP bytes. @param secret another client secret than the right one */
  exchange(code: string, secret?: string): string;
  refresh(refreshToken: string, secret?: string): string;
}

/** Opens the store of a running server. */
export async function openFixtures(variables: Readonly<Record<string, string>>): Promise<Fixtures> {
  const world = await openWorld(loadConfig(variables), pino({ level: 'silent' }), { followKeys: false });
  const account = await createAccount(world, { subdomain: 'bench', name: 'Bench' });
  const email = 'admin@bench.test';
  const admin = await createUser(world, { email, password: 'correct horse battery', name: 'Admin', language: 'en' });
  await addMember(world, { account: 'bench', email, role: 'admin' });
  const keys = await createIntegrationCommand(world, {
    account: 'bench',
    name: 'Acme Mail',
    summary: 'Sends letters to the people in your account.',
    redirectUri,
    scope: ['crm', 'notifications'],
    public: true,
  });
  await publishIntegrationCommand(world, keys.client_id);
  const now = world.clock.now();
  const about = { account_id: account.id, integration_id: keys.client_id };
  await world.db
    .insertInto('installations')
    .values({ ...about, state: 'enabled', epoch: 1, created_at: now, enabled_at: now })
    .execute();
  const client = (secret = keys.client_secret): { client_id: string; client_secret: string } => ({
    client_id: keys.client_id,
    client_secret: secret,
  });

  return {
    world,
    accountId: account.id,
    adminId: admin.id,
    clientId: keys.client_id,
    codes: async (count) => insertCodes(world, about, count),
    exchange: (code, secret) =>
      tokenRequest(host, { grant_type: 'authorization_code', redirect_uri: redirectUri, code, ...client(secret) }),
    refresh: (refreshToken, secret) =>
      tokenRequest(host, { grant_type: 'refresh_token', refresh_token: refreshToken, ...client(secret) }),
  };
}

/** The bench's installation, in the names of its columns. */
interface Installation {
  readonly account_id: number;
  readonly integration_id: string;
}

async function insertCodes(world: World, about: Installation, count: number): Promise<readonly string[]> {
  const now = world.clock.now();
  const codes: string[] = [];
  for (const grantId of await insertGrants(world, about, Math.ceil(count / CODES_PER_GRANT))) {
    const drawn = Array.from({ length: CODES_PER_GRANT }, () => world.tokenKeys.drawCode(about.account_id));
    const issued = {
      redirect_uri: redirectUri,
      key_epoch: 1,
      issued_at: now,
      expires_at: now + 1_200_000,
      copyable: false,
    };
    await world.db
      .insertInto('codes')
      .values(drawn.map(({ codeId }) => ({ ...about, ...issued, id: Buffer.from(codeId, 'hex'), grant_id: grantId })))
      .execute();
    codes.push(...drawn.map((one) => one.code));
  }
  return codes;
}

async function insertGrants(world: World, about: Installation, count: number): Promise<readonly string[]> {
  const now = world.clock.now();
  const users = await world.db
    .insertInto('users')
    .values(
      Array.from({ length: count }, () => ({
        email: `${world.random.uuid()}@bench.test`,
        name: 'P' as Line,
        language: 'en' as const,
        created_at: now,
      })),
    )
    .returning('id')
    .execute();
  const rows = users.map(({ id }) => ({
    ...about,
    id: world.random.uuid(),
    user_id: id,
    full_access: true,
    scopes: ['crm'],
    epoch: 1,
    created_at: now,
    updated_at: now,
  }));
  await world.db.insertInto('grants').values(rows).execute();
  return rows.map(({ id }) => id);
}
