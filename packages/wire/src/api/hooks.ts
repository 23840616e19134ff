import { z } from 'zod';
import { isLine } from '../one-line-text.ts';
import { sendFailures, sendFailureTexts } from './send-failures.ts';
import { pageLimit } from './page.ts';
import { unixInstant } from './unix-instant.ts';
import { integrationParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });

/** The reasons why a delivery attempt failed. */
export const deliveryFailures = [
  ...sendFailures,
  'status',
  'interrupted',
  'not_sent',
  'paused',
  'receiver_stopped',
] as const;

const failure = z.enum(deliveryFailures).meta({
  description: `Why the attempt failed: ${sendFailureTexts}, \`status\` (the response was not a success), \`interrupted\` (a server of the platform stopped; the request may or may not have been sent), \`not_sent\` (nothing was left to send, or a newer state has overtaken the delivery), \`paused\` (waits until the owner resumes the integration), \`receiver_stopped\` (waits until the owner enables the receiver)`,
});

/** The newer states that overtake a delivery, so that it is not sent. */
export const overtakers = [
  'connected_again',
  'ended_again',
  'keys_fetched',
  'maker_unknown',
  'maker_not_admin',
  'integration_deleted',
  'grant_reduced',
  'grant_revoked',
  'installation_disabled',
  'integration_stopped',
  'secret_revoked',
  'person_deactivated',
] as const;

const overtakenBy = z.enum(overtakers).meta({
  description:
    'The newer state: `connected_again` (installed or consented to again), `ended_again` (ended again, with a hook of its own), `keys_fetched` (the integrator has pulled the keys), `maker_not_admin` (the person who requested or allowed it is not an active admin), and the causes that end a grant: `grant_revoked`, `installation_disabled`, `integration_stopped`, `integration_deleted`, `secret_revoked`, `person_deactivated`, `grant_reduced`, `maker_unknown`',
});

/** Path parameters of one delivery. */
export const deliveryParams = integrationParams.extend({
  delivery_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The delivery' }),
});

const hook = z.enum(['disconnect', 'install', 'secrets']);
const state = z.enum(['pending', 'started', 'delivered', 'failed', 'unknown', 'overtaken']).meta({
  description: '`overtaken`: dropped, because the state it reports has been replaced by a newer one',
});

/** Query of `GET …/deliveries`. */
export const deliveryPage = z.strictObject({
  limit: pageLimit,
  before: z
    .string()
    .regex(/^\d{1,15}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    .optional()
    .meta({ pattern: undefined, description: '`next_before` of the previous page' }),
  state: state.optional(),
  hook: hook.optional(),
  account: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'Only deliveries about this account' }),
  receiver: z
    .string()
    .max(300, { abort: true })
    .min(1)
    .regex(/^\S+$/u)
    .refine(isLine)
    .toLowerCase()
    .optional()
    .meta({
      pattern: undefined,
      description: 'Only deliveries to this host, with the port unless it is 443',
      examples: ['shop.example'],
    }),
  from: unixInstant('Enqueued at or after this time, Unix seconds'),
  to: unixInstant('Enqueued before this time, Unix seconds'),
});

/** A delivery of a hook, finished or not. */
export const delivery = z
  .object({
    delivery_id: uuid.meta({ description: 'Same as the `webhook-id` header of every attempt' }),
    account_id: z.int().meta({ description: 'The account the hook is about' }),
    account_name: z
      .string()
      .nullable()
      .meta({ description: 'Name of that account; null: a made-up account of a test, or a deleted one' }),
    hook,
    url: z.string().meta({ description: 'The receiver’s URL, without the parameters that the hook adds' }),
    state,
    overtaken_by: overtakenBy.nullable().meta({ description: 'Set when `state` is `overtaken`' }),
    test: z.boolean().meta({ description: 'A test delivery: `account_id` belongs to a made-up account' }),
    tries: z.int(),
    created_at: moment,
    due_at: moment.nullable().meta({ description: 'Time of the next attempt' }),
    finished_at: moment.nullable(),
    first_failed_at: moment.nullable(),
    last_failed_at: moment.nullable(),
    last_failure: failure.nullable().meta({ description: 'Failure of the last attempt; null: it succeeded' }),
    last_status: z.int().nullable().meta({ description: 'Response status of the last attempt' }),
    resendable: z.boolean().meta({ description: 'Whether it can be sent again now' }),
  })
  .meta({ id: 'Delivery', description: 'A hook that was sent or is waiting to be sent' });

export type DeliveryBody = z.infer<typeof delivery>;

/** Answer of `GET …/deliveries`. */
export const deliveryList = z
  .object({
    deliveries: z.array(delivery).meta({ description: 'Newest first' }),
    next_before: z.string().nullable().meta({ description: '`before` of the next page; null on the last page' }),
    failing_receivers: z
      .array(
        z.object({
          host: z.string(),
          failing_since: moment,
          last_failure: failure,
          last_status: z.int().nullable(),
          marked: z.boolean().meta({ description: 'Every attempt has failed for five days' }),
        }),
      )
      .meta({ description: 'Receivers whose last attempt failed' }),
    stopped_receivers: z
      .array(z.object({ url: z.string(), host: z.string(), stopped_at: moment }))
      .meta({ description: 'Addresses that responded with 410: nothing is sent there until an admin enables them' }),
  })
  .meta({ id: 'DeliveryList' });

/** One attempt. Secrets, codes and signatures are masked. */
export const deliveryAttempt = z
  .object({
    number: z.int(),
    started_at: moment,
    finished_at: moment.nullable().meta({ description: 'null: in progress, or the sending server stopped' }),
    request: z
      .object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'The request as sent; secrets are masked as `***`' }),
    status: z.int().nullable(),
    status_text: z
      .string()
      .nullable()
      .meta({ description: 'Standard reason phrase of the status', examples: ['Gone'] }),
    answer: z.string().nullable().meta({ description: 'First 4 KiB of the response body' }),
    answer_headers: z.record(z.string(), z.string()).nullable().meta({
      description: 'First 4 KiB of the response headers; cookies and other secrets of the receiver are masked as `***`',
    }),
    took_ms: z.int().nullable(),
    failure: failure.nullable(),
    unknown_charset: z
      .string()
      .nullable()
      .meta({ description: 'The unknown charset that the response names; the body was read as UTF-8' }),
  })
  .meta({ id: 'DeliveryAttempt' });

/** One delivery attempt. Secrets, authorization codes and signatures are masked. */
export const deliveryWithAttempts = delivery
  .extend({
    attempts: z.array(deliveryAttempt).meta({ description: 'Newest first, at most 100; `tries` is the number of all' }),
  })
  .meta({ id: 'DeliveryWithAttempts', description: 'A delivery with its attempts' });

/** Body of `POST …/stopped-receivers/enable`. */
export const stoppedReceiver = z
  .strictObject({
    url: z
      .string()
      .max(2048, { abort: true })
      .min(1)
      .refine(isLine)
      .meta({ description: 'A `url` from `stopped_receivers`' }),
  })
  .meta({ id: 'StoppedReceiver' });

/** Answer of `GET …/test-deliveries`. */
export const testableHookList = z
  .object({
    account_id: z.int().meta({ description: 'Id of the made-up account that tests are about' }),
    subdomain: z.string().meta({ description: 'Subdomain of the made-up account' }),
    hooks: z
      .array(
        z.object({
          hook,
          url: z.string().nullable().meta({ description: 'The receiver’s URL; null: no address is set' }),
        }),
      )
      .meta({ description: 'Hooks that an integration of this kind receives' }),
  })
  .meta({ id: 'TestableHookList', description: 'The hooks that can be tested' });

/** Body of `POST …/test-deliveries`. */
export const testDelivery = z
  .strictObject({ hook: hook.meta({ description: 'The hook to test' }) })
  .meta({ id: 'TestDelivery' });
