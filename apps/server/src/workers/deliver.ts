import { setTimeout } from 'node:timers/promises';
import type { ClaimedDelivery, OutboundAnswer } from '@pristan/flows';
import { settleAttempt } from '@pristan/flows';
import { parseRetryAfter } from '@pristan/wire';
import type { AttemptAnswer, HookKind, MaskedRequest } from '@pristan/rules';
import { attemptLeaseMs, secondMs } from '@pristan/rules';
import { deliveriesChannel, isUnavailable, listen, openPool, openStore } from '@pristan/store';
import type { World } from '../environment/open.ts';
import { answerHeaders } from '../hooks/answer-headers.ts';
import { answerText } from '../hooks/answer-text.ts';
import type { HookSenders } from '../hooks/compose.ts';
import { requestOf, currentStatus } from '../hooks/compose.ts';
import { mask, maskRequest } from '../hooks/mask.ts';
import { hookSenders } from '../hooks/senders.ts';
import { openConcurrencyBudget } from './concurrency-budget.ts';

type Sent = Extract<OutboundAnswer, { kind: 'answered' }>;

/** Dispatcher of a node: sends due deliveries until it is stopped. */
export interface Dispatcher {
  /** Looks for due deliveries now. */
  wake(): void;
  /** Takes no more deliveries and waits for the attempts in progress: a few seconds at most. */
  stop(): Promise<void>;
}

/** Interval between two searches for deliveries that became due or were left by a dead node, in ms. */
const LOOK_MS = secondMs;
/**
 * Number of database connections that only the dispatcher uses: deliveries and people's requests do not wait for each
 * other.
 */
const CONNECTIONS_MAX = 4;
/** Pause between two claims of deliveries in ms, so that deliveries that come in hundreds are taken together. */
const PAUSE_MS = 10;

/**
 * Starts sending deliveries on this node; any number of nodes may do so. Each node claims as many deliveries as it has
 * capacity for, for one attempt and with a lease; a delivery that a dead node has claimed is due again when its lease
 * ends.
 *
 * @param site dependencies of the server; the dispatcher opens database connections of its own
 * @param words the kinds of hooks and how each is composed
 * @see docs/adr/0011-deliveries.md
 */
export function startDispatcher(site: World, words: HookSenders = hookSenders): Dispatcher {
  const pool = openPool(site.connection, CONNECTIONS_MAX, (error) =>
    site.log.warn({ err: error }, 'a database connection broke'),
  );
  const world: World = { ...site, pool, ...openStore(pool) };
  const budget = openConcurrencyBudget();
  const hooks = Object.keys(words) as HookKind[];
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const take = async (): Promise<void> => {
    const free = budget.free();
    if (free.limit <= 0) return;
    const now = world.clock.now();
    const claimed = await world.store.deliveries.claim({ ...free, hooks, now, leaseEndsAt: now + attemptLeaseMs });
    budget.claimed(
      free,
      claimed.map(({ receiverHost }) => receiverHost),
    );
    for (const delivery of claimed) begin(delivery);
  };

  const look = async (): Promise<void> => {
    while (again && !stopped) {
      again = false;
      await take().catch((error: unknown) => {
        world.log[isUnavailable(error) ? 'warn' : 'error']({ err: error }, 'deliveries could not be claimed');
      });
      await setTimeout(PAUSE_MS);
    }
    looking = undefined;
  };

  const wake = (): void => {
    again = true;
    if (!stopped) looking ??= look();
  };

  const begin = (delivery: ClaimedDelivery): void => {
    const { receiverHost } = delivery;
    budget.enter(receiverHost);
    let hung = false;
    const done = attempt(world, words, delivery)
      .then(
        (answer) => {
          hung = answer.kind === 'failed' && (answer.reason === 'timeout' || answer.reason === 'connect_timeout');
        },
        // The delivery's lease ends, and then the delivery is attempted again.
        (error: unknown) =>
          world.log[isUnavailable(error) ? 'warn' : 'error'](
            { err: error, deliveryId: delivery.deliveryId },
            'the outcome of a delivery could not be stored',
          ),
      )
      .finally(() => {
        underWay.delete(done);
        if (budget.leave(receiverHost, hung)) wake();
      });
    underWay.add(done);
  };

  const stopListening = listen(world.connection, deliveriesChannel, { notify: wake, lost: () => undefined });
  const timer = setInterval(wake, LOOK_MS);
  timer.unref();
  wake();

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await stopListening();
      await looking;
      await Promise.all(underWay);
      await world.db.destroy();
    },
  };
}

/** Carries out one delivery attempt: composes, signs and sends the hook, and stores the outcome. */
async function attempt(world: World, words: HookSenders, delivery: ClaimedDelivery): Promise<AttemptAnswer> {
  const { answer, request } = await trySending(world, words, delivery);
  const chance = world.random.fraction();
  await settleAttempt(world, delivery, { answer, request, chance }, async (outcome) => {
    const further = await words[delivery.hook]?.follow?.(world, delivery, outcome);
    return further ?? [];
  });
  return answer;
}

async function trySending(
  world: World,
  words: HookSenders,
  delivery: ClaimedDelivery,
): Promise<{ readonly answer: AttemptAnswer; readonly request: MaskedRequest | undefined }> {
  if (delivery.interrupted) return { answer: { kind: 'interrupted' }, request: undefined };
  const message = await words[delivery.hook]?.compose(world, delivery);
  const status = await currentStatus(world, delivery);
  if (status.kind !== 'current') return { answer: status, request: undefined };
  if (message === undefined) return { answer: { kind: 'nothing_to_send' }, request: undefined };
  const { request, secrets } = requestOf(world, delivery, message);
  const sent = await world.outbound.send(request);
  return {
    request: maskRequest({ ...request, body: request.body }, secrets),
    answer:
      sent.kind === 'failed'
        ? { kind: 'failed', reason: sent.reason, wasSent: sent.wasSent, tookMs: sent.ms }
        : {
            kind: 'answered',
            status: sent.status,
            headers: answerHeaders(sent.headers, secrets),
            body: mask(answerText(sent), secrets),
            tookMs: sent.ms,
            retryAt: retryAtOf(sent.headers, world.clock.now()),
          },
  };
}

/** Time at which the receiver asked for another attempt with `Retry-After`, whatever its status. */
function retryAtOf(headers: Sent['headers'], now: number): number | undefined {
  const { 'retry-after': said } = headers;
  return said === undefined ? undefined : parseRetryAfter(said, now);
}
