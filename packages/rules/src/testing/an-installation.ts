import type { InstallationFacts } from '../install/decide-end.ts';

/** An enabled installation of the integration of `aGrant`. */
export function anInstallation(facts: Partial<InstallationFacts> = {}): InstallationFacts {
  return {
    accountId: 7,
    integrationId: 'n1',
    state: 'enabled',
    epoch: 3,
    disconnectUri: undefined,
    ...facts,
  };
}
