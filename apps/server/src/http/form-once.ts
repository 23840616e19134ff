import { runKeyedWrite } from '@pristan/flows';
import { UnavailableError } from '@pristan/flows';
import { minuteMs } from '@pristan/rules';
import { setTimeout } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Site } from './page.ts';
import { requestHash } from './idempotency.ts';

// Time for which a form's outcome is stored: a double click comes within seconds and a retry within minutes; a later
// submission is meant as a new one.
const KEPT_MS = 5 * minuteMs;

const TRY_AGAIN_MS = 50;
const WAIT_MAX_MS = 10_000;

/**
 * Carries out a form once: the same submission (same page, same fields) gets the first outcome again for five minutes,
 * even while the first one runs or ran on another node. The token in the form, new with each page, tells submissions
 * apart.
 *
 * @param asked.caller session or link that submitted the form
 * @param effect does the work with the site it is given, and nothing slow; its `done` value is stored sealed
 * @throws UnavailableError when the first submission takes longer than ten seconds
 */
export async function formOnce<Done, Refused>(
  site: Site,
  asked: { readonly request: FastifyRequest; readonly caller: string },
  effect: (site: Site) => Promise<{ readonly done: Done } | { readonly refused: Refused }>,
): Promise<{ readonly kind: 'done'; readonly done: Done } | { readonly kind: 'refused'; readonly refused: Refused }> {
  const request = await requestHash(asked.request);
  const caller = `form of ${asked.caller}`;
  for (let waitedMs = 0; waitedMs < WAIT_MAX_MS; waitedMs += TRY_AGAIN_MS) {
    const once = await runKeyedWrite<Refused>(
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
  throw new UnavailableError('the first press of a form takes too long');
}
