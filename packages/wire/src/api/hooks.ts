import { z } from 'zod';
import { pageLimit } from './page.ts';
import { unixInstant } from './unix-instant.ts';
import { integrationParams } from './registry.ts';

const moment = z.int().meta({ description: 'Unix seconds' });
const uuid = z.guid().meta({ format: 'uuid', pattern: undefined });
/** Why a try of a delivery did not succeed. */
export const deliveryFailures = [
  'refused_address',
  'not_https',
  'dns',
  'connect',
  'tls',
  'timeout',
  'bad_answer',
  'status',
  'interrupted',
  'not_sent',
] as const;

const failure = z.enum(deliveryFailures).meta({
  description:
    'Why it did not succeed: `refused_address` (not public), `not_https`, `dns` (no public address was found for the host), `connect`, `tls`, `timeout`, `bad_answer` (no HTTP), `status` (answered, but not with success), `interrupted` (a server stopped; nobody knows whether it was sent), `not_sent` (there was nothing to send any more)',
});

/** Path parameters of one delivery. */
export const deliveryParams = integrationParams.extend({
  delivery_id: z.guid().toLowerCase().meta({ format: 'uuid', pattern: undefined, description: 'The delivery' }),
});

const hook = z.enum(['disconnect', 'install', 'secrets']);
const state = z.enum(['pending', 'started', 'delivered', 'failed', 'unknown']);

/** Query of the list. */
export const deliveryPage = z.strictObject({
  limit: pageLimit,
  before: z
    .string()
    .regex(/^\d{1,15}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    .optional()
    .meta({ pattern: undefined, description: '`next_before` of the page before' }),
  state: state.optional(),
  hook: hook.optional(),
  account: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'That tell about this account' }),
  receiver: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[^\s\p{Cc}]+$/u)
    .toLowerCase()
    .optional()
    .meta({
      pattern: undefined,
      description: 'Sent to this host, with its port unless that is 443',
      examples: ['shop.example'],
    }),
  from: unixInstant('Enqueued from this instant on, Unix seconds'),
  to: unixInstant('Enqueued before this instant, Unix seconds'),
});

/** A hook on its way, or at its end. */
export const delivery = z
  .object({
    delivery_id: uuid.meta({ description: 'Also the `webhook-id` of every try' }),
    account_id: z.int().meta({ description: 'The account that it tells about' }),
    hook,
    url: z.string().meta({ description: 'The receiver, without what the hook adds' }),
    state,
    test: z.boolean().meta({ description: 'Sent by a press, and about no account: `account_id` is nobody’s' }),
    tries: z.int(),
    created_at: moment,
    due_at: moment.nullable().meta({ description: 'When it is tried next' }),
    finished_at: moment.nullable(),
    first_failed_at: moment.nullable(),
    last_failed_at: moment.nullable(),
    last_failure: failure.nullable().meta({ description: 'Of the last try, if that failed' }),
    last_status: z.int().nullable().meta({ description: 'What the last try was answered' }),
    resendable: z.boolean().meta({ description: 'Whether it can be sent anew now' }),
  })
  .meta({ id: 'Delivery', description: 'A hook that went out, or will' });

export type DeliveryBody = z.infer<typeof delivery>;

/** Answer of `GET …/deliveries`. */
export const deliveryList = z
  .object({
    deliveries: z.array(delivery).meta({ description: 'Newest first' }),
    next_before: z.string().nullable().meta({ description: '`before` of the next page; null: this is the last' }),
    failing_receivers: z
      .array(
        z.object({
          host: z.string(),
          failing_since: moment,
          last_failure: failure,
          last_status: z.int().nullable(),
          marked: z.boolean().meta({ description: 'It has failed for five days' }),
        }),
      )
      .meta({ description: 'Receivers whose last try failed' }),
  })
  .meta({ id: 'DeliveryList' });

/** One try. Secrets, codes and signatures are masked. */
export const deliveryAttempt = z
  .object({
    number: z.int(),
    started_at: moment,
    finished_at: moment.nullable().meta({ description: 'null: under way, or the server that made it stopped' }),
    request: z
      .object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'As sent, every secret as `***`' }),
    status: z.int().nullable(),
    answer: z.string().nullable().meta({ description: 'The first 4 KiB of its body' }),
    answer_headers: z
      .record(z.string(), z.string())
      .nullable()
      .meta({ description: 'The first 4 KiB of them; cookies and what else is the receiver’s secret as `***`' }),
    took_ms: z.int().nullable(),
    failure: failure.nullable(),
  })
  .meta({ id: 'DeliveryAttempt' });

/** Answer of `GET …/deliveries/{delivery_id}`. */
export const deliveryWithAttempts = delivery
  .extend({ attempts: z.array(deliveryAttempt).meta({ description: 'Newest first, at most 100; `tries` counts all' }) })
  .meta({ id: 'DeliveryWithAttempts', description: 'A hook with its tries' });

/** Answer of `GET …/test-deliveries`. */
export const testableHookList = z
  .object({
    account_id: z.int().meta({ description: 'The account that tests tell about; nobody’s' }),
    subdomain: z.string().meta({ description: 'Its name; nobody’s' }),
    hooks: z
      .array(z.object({ hook, url: z.string().nullable().meta({ description: 'Where it goes; null: no address' }) }))
      .meta({ description: 'Those that an integration of this kind gets' }),
  })
  .meta({ id: 'TestableHookList', description: 'The hooks that can be tried' });

/** Body of `POST …/test-deliveries`. */
export const testDelivery = z
  .strictObject({ hook: hook.meta({ description: 'Which hook is tried' }) })
  .meta({ id: 'TestDelivery' });
