import { setTimeout } from 'node:timers/promises';
import type { HandoverReference, HandoverStep } from '@pristan/flows';
import { continueHandover, handoverProgress } from '@pristan/flows';
import { dayMs, decideReturn, minuteMs, secondMs } from '@pristan/rules';
import { formatSuccessRedirect } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { h } from 'preact';
import { accountHost } from '../http/site.ts';
import type { Site } from '../http/page.ts';
import { sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import type { Session } from '../http/session.ts';
import { sessionOf } from '../http/session.ts';
import { HandoverPage } from './handover-page.tsx';
import { sendSignIn } from '../http/sign-in.ts';
import { sendReturnPage } from './return-page.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly handover: HandoverReference;
    readonly 'secrets-code': HandoverReference;
  }
}

interface Waiting {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
}

// Longest wait for the key handover before a page is shown: a healthy receiver answers within it, and a person does not
// watch a page load for longer.
const PATIENCE_MS = 4 * secondMs;
// Pause between two checks of a key handover: a tenth of the wait so far, so that checking adds little to the
// receiver's time.
const PAUSE_SHARE = 0.1;
const PAUSE_MIN_MS = 10;
const PAUSE_MAX_MS = 40;
const REFRESH_SECONDS = 2;
// The platform attempts a key handover for half a day; a person who comes back within a week learns the outcome.
const LINK_LIFETIME_MS = 7 * dayMs;
const SECRETS_CODE_LIFETIME_MS = 10 * minuteMs;

/**
 * Page on which a person waits for a key handover, also by a link days later.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export function handoverRoute(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  app.get<{ Querystring: Record<string, unknown> }>('/oauth/handover', page, async (request, reply) => {
    const session = await sessionOf(site, request);
    const { handover: sealed } = request.query;
    const opened = openFromPage(site, 'handover', typeof sealed === 'string' ? sealed : undefined);
    if (opened.kind !== 'opened')
      return sendFailure(site, { request, reply, session, status: 400 }, { kind: opened.kind });
    if (session === undefined)
      return sendSignIn(site, { request, reply, session }, { to: request.url, connecting: null });
    const outgoing = { request, reply, session };
    const step = await look(site, outgoing, opened.value);
    return sendStep(site, outgoing, step);
  });
}

/**
 * After Allow: waits until the receiver has the secret keys, or until the person should see a page, then redirects to
 * the page of the key handover.
 */
export async function awaitHandover(
  site: Site,
  outgoing: Waiting,
  reference: HandoverReference,
): Promise<FastifyReply> {
  const startedAt = site.clock.now();
  for (;;) {
    const waitedMs = site.clock.now() - startedAt;
    const progress = await handoverProgress(site, { ...reference, userId: outgoing.session.userId });
    // This request was answered for another account or by another person: this consent granted nothing more.
    if (progress === 'unknown') return sendFailure(site, { ...outgoing, status: 409 }, { kind: 'replayed' });
    if (progress === 'over' || waitedMs >= PATIENCE_MS)
      return outgoing.reply.redirect(handoverPath(site, reference), 303);
    await setTimeout(Math.min(Math.max(waitedMs * PAUSE_SHARE, PAUSE_MIN_MS), PAUSE_MAX_MS));
  }
}

async function look(
  site: Site,
  { request, session }: Waiting,
  { accountId, handoverId }: HandoverReference,
): Promise<HandoverStep> {
  const { userId } = session;
  return continueHandover(site, { accountId, handoverId, userId, actor: requesterOf({ session, request }) });
}

async function sendStep(site: Site, outgoing: Waiting, step: HandoverStep): Promise<FastifyReply> {
  if (step.kind === 'unknown') return sendFailure(site, { ...outgoing, status: 404 }, { kind: 'not_found' });
  const { row } = step;
  const reference = { accountId: row.accountId, handoverId: row.handoverId };
  if (step.kind === 'return') {
    const location = formatSuccessRedirect(row.redirectUri, {
      code: step.code,
      stateRaw: step.path.stateRaw,
      referer: accountHost(row.subdomain, site.config),
      platform: site.config.platform,
      clientId: row.integrationId,
      secretsCode: step.pull
        ? sealForPage(site, 'secrets-code', { value: reference, lifetimeMs: SECRETS_CODE_LIFETIME_MS })
        : undefined,
    });
    const back = decideReturn(step.path, { redirectUri: row.redirectUri, buttonOrigins: [] }, location);
    return sendReturnPage(site, outgoing, { outcome: 'allowed', back });
  }
  const link = handoverPath(site, reference);
  // The `Refresh` header works without a script, in every browser; each refresh gets a new link, so that no link
  // expires while the person waits.
  if (step.handover.kind === 'waiting') outgoing.reply.header('Refresh', `${REFRESH_SECONDS}; url=${link}`);
  return sendPage(
    site,
    { ...outgoing, returnTo: link },
    h(HandoverPage, {
      name: row.name,
      keysHost: new URL(row.secretsUri).host,
      siteUrl: new URL(row.redirectUri).origin,
      accountUrl: `/console/accounts/${row.accountId}`,
      link: `${site.config.publicUrl}${link}`,
      ...stateOf(step.handover),
    }),
  );
}

function stateOf(handover: Extract<HandoverStep, { kind: 'on_the_way' }>['handover']) {
  const trouble = 'lastStatus' in handover ? handover : undefined;
  const notAdmin = handover.kind === 'stopped' && handover.why === 'maker_not_admin';
  const state = notAdmin ? ('not_admin' as const) : handover.kind;
  return { state, status: trouble?.lastStatus ?? null, failure: trouble?.lastFailure ?? null };
}

function handoverPath(site: Site, reference: HandoverReference): string {
  const { accountId, handoverId } = reference;
  return `/oauth/handover?handover=${sealForPage(site, 'handover', { value: { accountId, handoverId }, lifetimeMs: LINK_LIFETIME_MS })}`;
}
