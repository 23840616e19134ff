import type { ClaimedDelivery } from '@pristan/flows';
import { clientSecretLength, secretsHookBody } from '@pristan/flows';
import { isTestDelivery } from '@pristan/rules';
import type { SecretsBody } from '@pristan/wire';
import { formatSecretsBody, testState } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import type { HookSender } from './compose.ts';
import { clientSecretOf } from './compose.ts';

/**
 * Sends the secret keys of a new external integration to the URL that its button named. The receiver has no secret yet,
 * so only the platform's own key signs this hook.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export const secretsSender: HookSender = {
  async compose(world, delivery) {
    const body = isTestDelivery(delivery) ? testKeys(world) : await keysOf(world, delivery);
    if (body === undefined) return undefined;
    return {
      method: 'POST',
      url: delivery.url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      secrets: [
        body.client_secret,
        ...(isTestDelivery(delivery) || body.state === null || body.state === '' ? [] : [body.state]),
      ],
    };
  },
};

async function keysOf(world: World, delivery: ClaimedDelivery): Promise<SecretsBody | undefined> {
  const { handoverId } = delivery.facts;
  const secret = clientSecretOf(world, delivery);
  if (secret === undefined || typeof handoverId !== 'string') return undefined;
  return secretsHookBody(world, { accountId: delivery.accountId, handoverId }, secret);
}

/** Secret keys for a test hook: they have the usual form, but belong to no integration. */
function testKeys({ random }: World): SecretsBody {
  return formatSecretsBody({
    clientId: random.uuid(),
    clientSecret: random.alphanumeric(clientSecretLength),
    stateRaw: testState,
  });
}
