import type { ClientFacts } from '../token/client.ts';

/** An authentic client: the integration of `aGrant`. */
export function aClient(facts: Partial<ClientFacts> = {}): ClientFacts {
  return {
    integrationId: 'n1',
    state: 'active',
    keyEpoch: 2,
    redirectUri: 'https://shop.test/cb',
    secret: 'right',
    ...facts,
  };
}
