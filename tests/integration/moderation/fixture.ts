import { moveDueAdoptions } from '../../../apps/server/src/workers/adopt.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { CloneOptions } from '../../harness/clones.ts';
import { aClone } from '../../harness/clones.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

export const sevenDaysMs = 604_800_000;
export const clonedOrigin = 'https://gulls.test';

/** A platform with a published integration at `origin`; tests add the accounts. */
export interface ModerationFixture {
  readonly platform: Platform;
  readonly published: Integration;
  readonly owner: Awaited<ReturnType<typeof anAccount>>;
  /** Calls the JSON API as the integrator's admin. */
  readonly integrator: ApiCaller;
  readonly adoption: string;
}

export async function openModerationFixture(): Promise<ModerationFixture> {
  const platform = await openPlatform({ PRISTAN_CLONE_THRESHOLD: '3' });
  const owner = await anAccount(platform, 'gulls');
  const published = await anIntegration(platform, 'gulls', {
    redirectUri: `${clonedOrigin}/callback`,
    name: 'Gull Shop',
    scope: ['crm', 'files'],
  });
  return {
    platform,
    published,
    owner,
    integrator: await apiCaller(platform, owner.admin),
    adoption: `/accounts/${owner.id}/integrations/${published.client_id}/adoption`,
  };
}

/** An account with a connected clone and its tokens. */
export async function accountWithClone({ platform }: ModerationFixture, subdomain: string, options: CloneOptions = {}) {
  const account = await anAccount(platform, subdomain, true);
  const clone = await aClone(platform, account, options);
  const place = { account: subdomain, email: account.admin.email };
  const pair = await tokens(platform, clone, place);
  const admin = await apiCaller(platform, account.admin);
  return { ...account, clone, place, pair, caller: admin, host: `${subdomain}.accounts.test` };
}

export type AccountWithClone = Awaited<ReturnType<typeof accountWithClone>>;

/** Starts an adoption of the clones as the integrator. */
export async function startAdoption(stand: ModerationFixture): Promise<void> {
  const response = await stand.integrator('POST', stand.adoption);
  if (response.statusCode !== 200) throw new Error(response.body);
}

/** Advances the clock and runs the worker that moves accounts. */
export async function moveAfterNotice({ platform }: ModerationFixture, inMs = sevenDaysMs): Promise<number> {
  platform.clock.advance(inMs);
  return moveDueAdoptions(platform.world);
}

/** The adoptions that the account was notified of. */
export async function adoptionsOf(account: Pick<AccountWithClone, 'caller' | 'id'>) {
  const response = await account.caller('GET', `/accounts/${account.id}/adoptions`);
  return response.json<{ adoptions: { adoption_id: string; moves_at: number; clones: Record<string, number> }[] }>()
    .adoptions;
}

export async function apiStatus({ platform }: ModerationFixture, host: string, token: string, url = '/api/v4/account') {
  const response = await platform.inject({ url, host, headers: { authorization: `Bearer ${token}` } });
  return response.statusCode;
}

export async function refreshTokens(
  { platform }: ModerationFixture,
  keys: Integration,
  host: string,
  refresh_token: string,
) {
  const { client_id, client_secret } = keys;
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host,
    payload: { grant_type: 'refresh_token', client_id, client_secret, refresh_token },
  });
}
