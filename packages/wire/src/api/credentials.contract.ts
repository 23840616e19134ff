import type { ContractParts } from './contract.ts';
import { addressCheck } from './address-check.ts';
import { firstToken } from './first-token.ts';
import { integrationParams, revealedSecret, rotatedSecret, secretList, secretRotation } from './registry.ts';

/** Contracts of an integration’s secrets, its first token and the check of its addresses. */
export const credentialContracts = {
  reveal_secret: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/secret',
    access: 'secret.reveal',
    tag: 'registry',
    summary: 'Show the secret',
    description: 'The account’s activity log records each request, with person and IP address.',
    params: integrationParams,
    answer: revealedSecret,
    problems: ['integration_not_found'],
  },
  list_secrets: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/secrets',
    access: 'integration.read',
    tag: 'registry',
    summary: 'List the active secrets, with their last use',
    description:
      'Shows only the last four characters of each secret. After a rotation, watch here until the old secret is no longer used. A use is a request that got tokens; uses are stored once a minute.',
    params: integrationParams,
    answer: secretList,
    problems: ['integration_not_found'],
  },
  rotate_secret: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/secret/rotation',
    access: 'secret.rotate',
    tag: 'registry',
    summary: 'Rotate the secret',
    description:
      'The new secret works immediately, and the named one for a while longer; any older one expires now, so at most two work. Codes and tokens stay valid unless `revoke_now` is set. A secret that is no longer current cannot be rotated.',
    repeatable: 'precondition',
    params: integrationParams,
    body: secretRotation,
    answer: rotatedSecret,
    problems: ['integration_not_found', 'secret_replaced', 'invalid_fields'],
  },
  read_first_token: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/first-token',
    access: 'integration.read',
    tag: 'registry',
    summary: 'Show the progress towards an integration’s first token and call',
    description:
      'Only for the technical account: code, exchange, call and refresh there, and why the last exchange was refused.',
    params: integrationParams,
    answer: firstToken,
    problems: ['integration_not_found'],
  },
  check_addresses: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/address-check',
    access: 'address.check',
    tag: 'registry',
    summary: 'Check whether the URLs of an integration answer',
    description:
      'Sends a plain GET without a query to the redirect URI, each button origin and the disconnect hook, within 12 seconds, and reports only the status. At most 10 times in ten minutes for an integration, 30 times an hour for an account.',
    repeatable: 'naturally',
    params: integrationParams,
    answer: addressCheck,
    problems: ['integration_not_found', 'too_many_requests', 'unavailable'],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
