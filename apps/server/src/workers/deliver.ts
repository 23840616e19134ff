import { setTimeout } from 'node:timers/promises';
import type { ClaimedDelivery } from '@pristan/flows';
import { settleAttempt } from '@pristan/flows';
import type { AttemptAnswer, HookKind, MaskedRequest } from '@pristan/rules';
import { attemptLeaseMs, secondMs } from '@pristan/rules';
import { deliveriesChannel, isFault, listen, openPool, openStore } from '@pristan/store';
import type { World } from '../environment/open.ts';
import { answerHeaders } from '../hooks/answer-headers.ts';
import type { HookWords } from '../hooks/compose.ts';
import { isStillAsked, requestOf } from '../hooks/compose.ts';
import { mask, maskRequest } from '../hooks/mask.ts';
import { hookWords } from '../hooks/words.ts';
import { openRoom } from './room.ts';

/** Sends what is due, until it is stopped. */
export interface Dispatcher {
  /** Looks for due deliveries now. */
  wake(): void;
  /** Takes nothing more, and waits for what is under way, which takes a few seconds at most. */
  stop(): Promise<void>;
}

/** How often it looks without being told: what is due by time, and what a node that died has left. */
const LOOK_MS = secondMs;
/** The sender's own: neither it nor the requests of people wait for each other. */
const CONNECTIONS_MAX = 4;
/** Between two looks, so that what comes in hundreds is taken together. */
const PAUSE_MS = 10;

/**
 * Starts sending on this node. Any number of nodes may: each takes what it has room for, for one try, with a lease; what
 * a node that dies has in hand is due again when the lease ends.
 *
 * @param site the world; its database is reached by connections of the sender's own
 * @param words the kinds of hooks and what they say
 * @see docs/adr/0011-deliveries.md
 */
export function startDispatcher(site: World, words: HookWords = hookWords): Dispatcher {
  const pool = openPool(site.connection, CONNECTIONS_MAX, (error) =>
    site.log.warn({ err: error }, 'a database connection broke'),
  );
  const world: World = { ...site, pool, ...openStore(pool) };
  const room = openRoom();
  const hooks = Object.keys(words) as HookKind[];
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const take = async (): Promise<void> => {
    const free = room.free();
    if (free.limit <= 0) return;
    const now = world.clock.now();
    for (const delivery of await world.store.deliveries.claim({
      ...free,
      hooks,
      now,
      leaseEndsAt: now + attemptLeaseMs,
    }))
      begin(delivery);
  };

  const look = async (): Promise<void> => {
    while (again && !stopped) {
      again = false;
      await take().catch((error: unknown) => {
        world.log[isFault(error) ? 'warn' : 'error']({ err: error }, 'deliveries could not be taken');
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
    room.enter(receiverHost);
    let hung = false;
    const done = attempt(world, words, delivery)
      .then(
        (answer) => {
          hung = answer.kind === 'failed' && answer.reason === 'timeout';
        },
        // The lease ends, and it is tried again.
        (error: unknown) =>
          world.log[isFault(error) ? 'warn' : 'error'](
            { err: error, deliveryId: delivery.deliveryId },
            'a delivery was not settled',
          ),
      )
      .finally(() => {
        underWay.delete(done);
        if (room.leave(receiverHost, hung)) wake();
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

/** One try: compose, sign, send, store. */
async function attempt(world: World, words: HookWords, delivery: ClaimedDelivery): Promise<AttemptAnswer> {
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
  words: HookWords,
  delivery: ClaimedDelivery,
): Promise<{ readonly answer: AttemptAnswer; readonly request: MaskedRequest | undefined }> {
  if (delivery.interrupted) return { answer: { kind: 'interrupted' }, request: undefined };
  const message = (await isStillAsked(world, delivery))
    ? await words[delivery.hook]?.compose(world, delivery)
    : undefined;
  if (message === undefined) return { answer: { kind: 'nothing_to_send' }, request: undefined };
  const { request, secrets } = requestOf(world, delivery, message);
  const sent = await world.outbound.send(request);
  return {
    request: maskRequest({ ...request, body: request.body }, secrets),
    answer:
      sent.kind === 'failed'
        ? { kind: 'failed', reason: sent.reason, tookMs: sent.ms }
        : {
            kind: 'answered',
            status: sent.status,
            headers: answerHeaders(sent.headers, secrets),
            body: asText(sent.body, secrets),
            tookMs: sent.ms,
          },
  };
}

/** An answer for the log: PostgreSQL's text takes no NUL. */
function asText(body: Uint8Array, secrets: readonly string[]): string {
  return mask(Buffer.from(body).toString('utf8').replaceAll('\0', '\uFFFD'), secrets);
}
