import { secretsHookBody } from '@pristan/flows';
import type { HookWord } from './compose.ts';
import { clientSecretOf } from './compose.ts';

/**
 * The keys of a new external integration, to the address that its button named. The receiver has no secret yet, so only
 * the platform's own key signs.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export const secretsWord: HookWord = {
  async compose(world, delivery) {
    const { handoverId } = delivery.facts;
    const secret = clientSecretOf(world, delivery);
    if (secret === undefined || typeof handoverId !== 'string') return undefined;
    const body = await secretsHookBody(world, { accountId: delivery.accountId, handoverId }, secret);
    if (body === undefined) return undefined;
    return {
      method: 'POST',
      url: delivery.url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      secrets: [secret, ...(body.state === null || body.state === '' ? [] : [body.state])],
    };
  },
};
