import type { ContractParts } from './contract.ts';
import {
  freshCodeAnswer,
  freshCodeRequest,
  freshCodesSwitch,
  installationSettings,
  namedAccount,
  newSettings,
} from './configure.ts';
import { integrationParams } from './registry.ts';

/** Contracts of an installation’s settings and of its fresh codes. */
export const settingContracts = {
  read_settings: {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/settings',
    access: 'installation.configure',
    tag: 'install',
    summary: 'Show the widget’s settings in this account',
    description: 'A password is never shown, only whether one is set.',
    params: integrationParams,
    answer: installationSettings,
    problems: ['installation_not_found'],
  },
  write_settings: {
    method: 'PUT',
    path: '/accounts/:account_id/installations/:client_id/settings',
    access: 'installation.configure',
    tag: 'install',
    summary: 'Replace the widget’s settings in this account',
    description: 'All fields at once, like a form. Values for fields of earlier widget versions are kept and ignored.',
    repeatable: 'naturally',
    params: integrationParams,
    body: newSettings,
    answer: installationSettings,
    problems: ['installation_not_found', 'invalid_fields'],
  },
  switch_fresh_codes: {
    method: 'PUT',
    path: '/accounts/:account_id/installations/:client_id/fresh-codes',
    access: 'installation.configure',
    tag: 'install',
    summary: 'Choose whether the integrator’s server may request codes',
    description: 'A code is sent to the registered redirect URI and gives no more access than was granted.',
    repeatable: 'naturally',
    params: integrationParams,
    body: freshCodesSwitch,
    problems: ['installation_not_found'],
  },
  ask_fresh_code: {
    method: 'POST',
    path: '/installations/:account/code',
    access: 'client',
    tag: 'install',
    summary: 'Request a fresh code, sent to your redirect URI',
    description:
      'For an integrator’s server, with the integration’s own credentials. The install hook carries the code to the registered redirect URI; no answer contains it. At most 5 an hour for an installation; the account sees each request and can forbid them.',
    repeatable: 'key',
    params: namedAccount,
    body: freshCodeRequest,
    takesForms: true,
    status: 202,
    answer: freshCodeAnswer,
    problems: [
      'fresh_codes_forbidden',
      'installation_not_found',
      'integration_stopped',
      'no_widget',
      'no_admin_grant',
      'grant_not_live',
      'too_many_requests',
    ],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
