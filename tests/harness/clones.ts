import { giveExternalConsent, secretAssociatedData } from '@pristan/flows';
import type { Integration } from './fixtures.ts';
import type { Platform } from './platform.ts';

export interface CloneOptions {
  readonly origin?: string;
  /** Origin of the secrets URI, if it differs from the redirect URI’s. */
  readonly secretsOrigin?: string;
  readonly name?: string;
  readonly logoUri?: string;
}

/** Creates an external integration with its keys, as an admin's Allow on a metadata button does. */
export async function aClone(
  platform: Platform,
  account: { readonly id: number; readonly admin: { readonly id: number } },
  options: CloneOptions = {},
): Promise<Integration> {
  const { world } = platform;
  const { origin = 'https://gulls.test', name = 'Gull Shop' } = options;
  const redirectUri = `${origin}/callback`;
  const { id: userId } = account.admin;
  const handoverId = world.random.uuid();
  const made = await giveExternalConsent(world, {
    accountId: account.id,
    userId,
    actor: { userId, address: '203.0.113.5' },
    handoverId,
    press: undefined,
    metadata: {
      name,
      descriptionHtml: '',
      redirectUri,
      secretsUri: `${options.secretsOrigin ?? origin}/keys`,
      logoUri: options.logoUri,
      scopes: ['crm'],
    },
    path: {},
    pullChallenge: undefined,
  });
  if (made.kind !== 'created') throw new Error(made.kind);
  const handover = await world.store.handovers.find(account.id, handoverId);
  const client_id = handover?.integrationId ?? '';
  // The secret is read from the store, so that no notification about a shown secret is made.
  const stored = await world.store.registry.secret(account.id, client_id);
  if (stored === undefined) throw new Error(`no integration ${client_id}`);
  return {
    client_id,
    client_secret: world.vault.open(secretAssociatedData(stored.secretId), stored.sealed),
    redirectUri,
  };
}
