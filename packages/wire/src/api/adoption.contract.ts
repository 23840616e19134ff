import type { ContractParts } from './contract.ts';
import {
  adoptionParams,
  adoptionPreview,
  askedAdoptionList,
  cloneGroupList,
  cloneGroupPage,
  startedAdoption,
} from './moderation.ts';
import { integrationParams } from './registry.ts';

/** Contracts of adoptions, and of the groups of clones that can be adopted. */
export const adoptionContracts = {
  preview_adoption: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/adoption',
    access: 'adoption.start',
    tag: 'moderation',
    summary: 'Show how many clones this integration can adopt, and its adoptions',
    params: integrationParams,
    answer: adoptionPreview,
    problems: ['integration_not_found'],
  },
  start_adoption: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/adoption',
    access: 'adoption.start',
    tag: 'moderation',
    summary: 'Start an adoption: replace the clones in seven days',
    description:
      'The admins of every account with a clone are notified and can refuse. On the date, the grants of all others move, and the clones’ keys and tokens stop working.',
    repeatable: 'key',
    params: integrationParams,
    answer: startedAdoption,
    problems: ['integration_not_found', 'not_published', 'integration_stopped', 'origin_changed', 'nothing_to_adopt'],
  },
  list_asked_adoptions: {
    method: 'GET',
    path: '/accounts/:account_id/adoptions',
    access: 'installation.read',
    tag: 'moderation',
    summary: 'List published integrations that will replace external ones in this account',
    params: adoptionParams.pick({ account_id: true }),
    answer: askedAdoptionList,
    problems: [],
  },
  refuse_adoption: {
    method: 'POST',
    path: '/accounts/:account_id/adoptions/:adoption_id/refusal',
    access: 'adoption.refuse',
    tag: 'moderation',
    summary: 'Keep the external integrations of this account as they are',
    description: 'This account is not asked again about them.',
    repeatable: 'key',
    params: adoptionParams,
    problems: ['adoption_not_found', 'adoption_over'],
  },
  list_clone_groups: {
    method: 'GET',
    path: '/clone-groups',
    access: 'staff',
    tag: 'moderation',
    summary: 'List external integrations grouped by site',
    description: 'For moderators and operators of the platform.',
    query: cloneGroupPage,
    answer: cloneGroupList,
    problems: [],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
