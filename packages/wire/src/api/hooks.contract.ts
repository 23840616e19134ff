import type { ContractParts } from './contract.ts';
import {
  delivery,
  deliveryList,
  deliveryPage,
  deliveryParams,
  deliveryWithAttempts,
  stoppedReceiver,
  testDelivery,
  testableHookList,
} from './hooks.ts';
import { integrationParams } from './registry.ts';

/** Contracts of deliveries, test hooks and stopped receivers. */
export const hookContracts = {
  list_deliveries: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/deliveries',
    tag: 'hooks',
    summary: 'List the deliveries of an integration, sent and pending',
    description: 'Newest first. Filters: state, hook, account, receiver and time. Deliveries are kept for 30 days.',
    params: integrationParams,
    query: deliveryPage,
    answer: deliveryList,
    problems: ['integration_not_found'],
  },
  read_delivery: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/deliveries/:delivery_id',
    tag: 'hooks',
    summary: 'Show a delivery with its attempts',
    params: deliveryParams,
    answer: deliveryWithAttempts,
    problems: ['delivery_not_found'],
  },
  resend_delivery: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/deliveries/:delivery_id/resend',
    tag: 'hooks',
    summary: 'Send a finished delivery again',
    description:
      'With the same `webhook-id` and a new signature, unless a newer state has overtaken it. An install hook is never sent twice, because its code works once. Limits: 10 times an hour for a delivery, 1000 for all integrations of the account.',
    repeatable: 'key',
    params: deliveryParams,
    answer: delivery,
    problems: [
      'delivery_not_found',
      'delivery_never_resent',
      'delivery_pending',
      'delivery_overtaken',
      'too_many_requests',
    ],
  },
  list_testable_hooks: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/test-deliveries',
    tag: 'hooks',
    summary: 'List the hooks that can be tested, with their URLs',
    params: integrationParams,
    answer: testableHookList,
    problems: ['integration_not_found'],
  },
  send_test_delivery: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/test-deliveries',
    tag: 'hooks',
    summary: 'Send a test hook',
    description:
      'Signed and logged like any other, about a made-up account, with a single attempt. It changes no installation, and its code or keys are useless. Limits: 30 an hour for an integration, 100 for an account.',
    repeatable: 'key',
    params: integrationParams,
    body: testDelivery,
    status: 202,
    answer: delivery,
    problems: ['integration_not_found', 'hook_not_offered', 'no_hook_address', 'too_many_requests'],
  },
  enable_receiver: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/stopped-receivers/enable',
    tag: 'hooks',
    summary: 'Enable a receiver that answered 410',
    description: 'Waiting deliveries are sent immediately, unless a newer state has overtaken them.',
    repeatable: 'naturally',
    params: integrationParams,
    body: stoppedReceiver,
    status: 204,
    problems: ['integration_not_found'],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
