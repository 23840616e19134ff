import { answerOnce } from '@pristan/flows';
import { Fault } from '@pristan/flows';
import { minuteMs } from '@pristan/rules';
import { setTimeout } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { requestHash } from './idempotency.ts';

// A double press comes within seconds, a lost answer is asked for again within minutes; what is pressed later is meant anew.
const KEPT_MS = 5 * minuteMs;

const TRY_AGAIN_MS = 50;
const WAIT_MAX_MS = 10_000;

/**
 * Carries out a form of a page once: the same press of the same page, with the same fields, gets the first one's outcome
 * again for five minutes, also while the first is under way and at another node. What makes a press the same is the
 * token that the page drew into its form, which is new with each page.
 *
 * @param asked.caller who pressed: their session, or the link that they followed
 * @param effect does it with the site that it is given, and nothing slow; what it returns as `done` is kept, sealed
 * @throws Fault when the first press takes longer than ten seconds
 */
export async function formOnce<Done, Refused>(
  site: Site,
  asked: { readonly request: FastifyRequest; readonly caller: string },
  effect: (site: Site) => Promise<{ readonly done: Done } | { readonly refused: Refused }>,
): Promise<{ readonly kind: 'done'; readonly done: Done } | { readonly kind: 'refused'; readonly refused: Refused }> {
  const request = await requestHash(asked.request);
  const caller = `form of ${asked.caller}`;
  for (let waitedMs = 0; waitedMs < WAIT_MAX_MS; waitedMs += TRY_AGAIN_MS) {
    const once = await answerOnce<Refused>(
      site,
      { caller, holder: caller, key: request, request, keptMs: KEPT_MS },
      async (store) => {
        const outcome = await effect({ ...site, store });
        if ('refused' in outcome) return outcome;
        return { answer: { status: 303, type: undefined, body: JSON.stringify(outcome.done) } };
      },
    );
    if (once.kind === 'refused') return once;
    if (once.kind === 'answer') return { kind: 'done', done: JSON.parse(once.answer.body ?? 'null') as Done };
    if (once.kind === 'reused') throw new Error('two forms have one hash');
    await setTimeout(TRY_AGAIN_MS);
  }
  throw new Fault('the first press of a form takes too long');
}
