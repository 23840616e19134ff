import type { ContractParts } from './contract.ts';
import {
  grantList,
  grantPage,
  installationDetail,
  installationList,
  installationPage,
  ownAccessList,
  ownAccessPage,
  usage,
} from './install.ts';
import { accountParams, integrationParams } from './registry.ts';
import { refusedTokenList, refusedTokenPage } from './token.ts';

/** Contracts that show an account’s installations, their grants and their use. */
export const installationContracts = {
  list_installations: {
    method: 'GET',
    path: '/accounts/:account_id/installations',
    tag: 'install',
    summary: 'List the integrations connected to this account, with their grants',
    description:
      'To disable an installation or revoke a grant, send the person to its page: both need their confirmation.',
    params: accountParams,
    query: installationPage,
    answer: installationList,
    problems: [],
  },
  read_installation: {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id',
    tag: 'install',
    summary: 'Show an integration connected to this account: its grants and the status at its server',
    params: integrationParams,
    answer: installationDetail,
    problems: ['installation_not_found'],
  },
  list_grants: {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/grants',
    tag: 'install',
    summary: 'List the grants of an installation, with daily usage',
    params: integrationParams,
    query: grantPage,
    answer: grantList,
    problems: ['installation_not_found'],
  },
  list_own_access: {
    method: 'GET',
    path: '/accounts/:account_id/own-access',
    tag: 'install',
    summary: 'List integrations of this account, with the access that you gave',
    description: 'To revoke a grant, send the person to its page: revoking needs their confirmation.',
    params: accountParams,
    query: ownAccessPage,
    answer: ownAccessList,
    problems: [],
  },
  list_refused_tokens: {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/refused-tokens',
    tag: 'install',
    summary: 'List refused tokens of an integration: reused tokens, and ended access',
    params: integrationParams,
    query: refusedTokenPage,
    answer: refusedTokenList,
    problems: [],
  },
  read_usage: {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/usage',
    tag: 'install',
    summary: 'Show how often each grant was used, by day',
    params: integrationParams,
    query: grantPage,
    answer: usage,
    problems: [],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
