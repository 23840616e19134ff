import type { WorkKind } from '@pristan/due-work';
import type { ClaimedDelivery, OutboundAnswer } from '@pristan/flows';
import { settleAttempt } from '@pristan/flows';
import { parseRetryAfter } from '@pristan/wire';
import type { AttemptAnswer, HookKind, MaskedRequest } from '@pristan/rules';
import { attemptLeaseMs, secondMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { answerHeaders } from '../hooks/answer-headers.ts';
import { answerText } from '../hooks/answer-text.ts';
import type { HookSenders } from '../hooks/compose.ts';
import { signedHookRequest, currentCauseStatus } from '../hooks/compose.ts';
import { mask, maskRequest } from '../hooks/mask.ts';
import { hookSenders } from '../hooks/senders.ts';
import type { DueWork } from './due-work.ts';
import { startDueWork } from './due-work.ts';

type Answered = Extract<OutboundAnswer, { kind: 'answered' }>;

/** The outcome of one attempt, and its request without secrets. */
interface Attempt {
  readonly answer: AttemptAnswer;
  readonly request: MaskedRequest | undefined;
}

/** Sends due deliveries until it is stopped. */
export type Dispatcher = DueWork;

/** Starts a node's sending of hooks alone. */
export function startDispatcher(site: World, senders: HookSenders = hookSenders): Dispatcher {
  return startDueWork(site, (world, begin) => begin(deliveryWork(world, senders)));
}

/**
 * Due hooks. A claim is for one attempt; no attempt takes longer than a few seconds.
 *
 * @param senders the kinds of hooks and how each is composed
 * @see docs/adr/0011-deliveries.md
 */
export function deliveryWork(world: World, senders: HookSenders = hookSenders): WorkKind<ClaimedDelivery, Attempt> {
  const hooks = Object.keys(senders) as HookKind[];
  return {
    name: 'hook',
    leaseMs: attemptLeaseMs,
    lookMs: secondMs,
    idleMs: attemptLeaseMs,
    stopMs: attemptLeaseMs,
    budget: { total: 512, perHost: 4 },
    claim: async (question) => world.store.deliveries.claim({ ...question, hooks }),
    nextDueAt: async () => world.store.deliveries.nextDueAt(hooks),
    keyOf: ({ deliveryId }) => deliveryId,
    hostOf: ({ receiverHost }) => receiverHost,
    perform: async (delivery) => send(world, senders, delivery),
    async settle(delivery, ending) {
      // The lease ends, and the delivery is attempted again.
      if (ending.kind === 'threw') throw ending.error;
      const chance = world.random.fraction();
      await settleAttempt(world, { delivery, ...ending.result, chance }, async (outcome) => {
        const further = await senders[delivery.hook]?.follow?.(world, delivery, outcome);
        return further ?? [];
      });
    },
    hasHung(ending) {
      if (ending.kind === 'threw' || ending.result.answer.kind !== 'failed') return false;
      return ['timeout', 'connect_timeout'].includes(ending.result.answer.reason);
    },
  };
}

/** One attempt: compose, sign, send. */
async function send(world: World, senders: HookSenders, delivery: ClaimedDelivery): Promise<Attempt> {
  if (delivery.interrupted) return { answer: { kind: 'interrupted' }, request: undefined };
  const message = await senders[delivery.hook]?.compose(world, delivery);
  const status = await currentCauseStatus(world, delivery);
  if (status.kind !== 'current') return { answer: status, request: undefined };
  if (message === undefined) return { answer: { kind: 'nothing_to_send' }, request: undefined };
  const { request, secrets } = signedHookRequest(world, delivery, message);
  const answer = await world.outbound.send(request);
  return {
    request: maskRequest({ ...request, body: request.body }, secrets),
    answer:
      answer.kind === 'failed'
        ? { kind: 'failed', reason: answer.reason, wasSent: answer.wasSent, tookMs: answer.ms }
        : {
            kind: 'answered',
            status: answer.status,
            headers: answerHeaders(answer.headers, secrets),
            body: mask(answerText(answer), secrets),
            tookMs: answer.ms,
            retryAt: retryAtOf(answer.headers, world.clock.now()),
          },
  };
}

/** Time at which the receiver asked for another attempt, whatever its status. */
function retryAtOf(headers: Answered['headers'], now: number): number | undefined {
  const { 'retry-after': said } = headers;
  return said === undefined ? undefined : parseRetryAfter(said, now);
}
