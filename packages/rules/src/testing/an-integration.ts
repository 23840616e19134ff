import { blankFields } from '../registry/field-values.ts';
import type { IntegrationFacts } from '../registry/decide-integration.ts';

/** An active private integration that is not published, in its third version. */
export function anIntegration(facts: Partial<IntegrationFacts> = {}): IntegrationFacts {
  return {
    integrationId: 'n1',
    accountId: 7,
    kind: 'private',
    published: false,
    state: 'active',
    version: 3,
    fields: { ...blankFields, name: 'Acme Mail', redirectUri: 'https://shop.test/cb' },
    ...facts,
  };
}
