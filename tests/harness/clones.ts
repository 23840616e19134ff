import { giveExternalConsent } from '@pristan/flows';
import { revealSecretCommand } from '../../apps/server/src/cli/integrations.ts';
import type { Integration } from './people.ts';
import type { Platform } from './platform.ts';

export interface CloneOptions {
  readonly origin?: string;
  /** Where its keys go, when not to the same origin. */
  readonly secretsOrigin?: string;
  readonly name?: string;
}

/** An external integration as an admin's Allow on a metadata button makes it, with its keys. */
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
      logoUri: undefined,
      scopes: ['crm'],
    },
    path: {},
    pullChallenge: undefined,
  });
  if (made.kind !== 'created') throw new Error(made.kind);
  const handover = await world.store.handovers.find(account.id, handoverId);
  return { ...(await revealSecretCommand(world, handover?.integrationId ?? '')), redirectUri };
}
