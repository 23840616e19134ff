import type { AttemptRow, DeliveryRow } from '@pristan/flows';
import { resendDelivery } from '@pristan/flows';
import type { Resent } from '@pristan/flows';
import { hookPolicies, hourMs, isTest, minuteMs } from '@pristan/rules';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isSameOrigin } from '../../http/press.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import { isUuid } from '../../http/uuid.ts';
import { formOnce } from '../../http/form-once.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import type { Above } from '../../pages/hooks/above.ts';
import type { DeliveryView } from '../../pages/hooks/delivery.ts';
import { DeliveriesPage } from '../../pages/hooks/deliveries-page.tsx';
import type { DeliveryPageView, TryView } from '../../pages/hooks/delivery-page.tsx';
import { DeliveryPage } from '../../pages/hooks/delivery-page.tsx';
import type { AtIntegration } from '../install/integration.ts';
import { atIntegration, notFound } from '../install/integration.ts';
import { accountPath } from '../install/place.ts';
import { deliveriesPath } from './deliveries-path.ts';
import { placeOf, placeText } from './delivery-place.ts';

const PAGE = 30;
const FORM_LIFETIME_MS = 12 * hourMs;
const DONE_LIFETIME_MS = minuteMs;

/** The delivery log of an integration: list, one with its tries, send again. Admins of its technical account only. */
export function deliveryPages(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const { deliveries } = site.store;
  const all = '/accounts/:accountId/integrations/:clientId/deliveries';
  const one = `${all}/:deliveryId`;

  app.get<{ Querystring: { before?: unknown } }>(all, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    if (at === undefined) return reply;
    const { before } = request.query;
    const { accountId, integrationId } = at.integration;
    const path = deliveriesPath(at.path);
    const rows = await deliveries.list(accountId, integrationId, {
      limit: PAGE + 1,
      before: typeof before === 'string' ? placeOf(before) : undefined,
    });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return sendPage(
      site,
      { request, reply, session: at.session, returnTo: path },
      h(DeliveriesPage, {
        above: aboveOf(at),
        deliveries: shown.map((row) => ({ ...viewOf(row), url: `${path}/${row.deliveryId}` })),
        failing: (await deliveries.failingReceivers(accountId, integrationId)).map(
          ({ host, failingSince, markedAt }) => ({ host, since: failingSince, marked: markedAt !== undefined }),
        ),
        olderUrl: rows.length > PAGE && last !== undefined ? `${path}?before=${placeText(last)}` : null,
        newestUrl: before === undefined ? null : path,
      }),
    );
  });

  app.get<{ Params: { deliveryId: string }; Querystring: { done?: unknown } }>(one, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    if (at === undefined) return reply;
    const { accountId, integrationId } = at.integration;
    const { deliveryId } = request.params;
    const found = isUuid(deliveryId) ? await deliveries.find(accountId, integrationId, deliveryId) : undefined;
    if (found === undefined) return notFound(site, request, { reply, at });
    const path = deliveriesPath(at.path);
    const { done } = request.query;
    return sendPage(
      site,
      { request, reply, session: at.session, returnTo: `${path}/${deliveryId}` },
      h(DeliveryPage, {
        above: aboveOf(at),
        deliveriesUrl: path,
        delivery: viewOf(found),
        address: found.url,
        tries: found.attempts.map(tryView).toReversed(),
        resend: resendView(site, at, found),
        done: typeof done === 'string' && openFromPage(site, donePurpose(deliveryId), done).kind === 'opened',
      }),
    );
  });

  app.post<{ Params: { deliveryId: string } }>(`${one}/resend`, page, async (request, reply) => {
    const at = await atIntegration(site, request, reply);
    if (at === undefined) return reply;
    const { accountId: ownerId, integrationId } = at.integration;
    const { deliveryId } = request.params;
    const path = `${deliveriesPath(at.path)}/${deliveryId}`;
    const opened = openFromPage(site, formPurpose(at, deliveryId), readForm(request.body)?.get('form'));
    if (!isSameOrigin(site, request) || opened.kind !== 'opened') {
      const outgoing = { request, reply, session: at.session, status: 403 };
      return sendFailure(site, outgoing, { kind: 'foreign_form', onward: { url: deliveriesPath(at.path) } });
    }
    const by = { userId: at.session.userId, address: request.ip };
    const pressed = { request, caller: at.session.sessionId };
    const once = await formOnce<{ readonly kind: 'resent' }, Exclude<Resent, { kind: 'resent' }>>(
      site,
      pressed,
      async (inside) => {
        const sent = await resendDelivery(inside, { ownerId, integrationId, deliveryId, by });
        return sent.kind === 'resent' ? { done: { kind: sent.kind } } : { refused: sent };
      },
    );
    const outcome = once.kind === 'done' ? once.done : once.refused;
    if (outcome.kind === 'refuse' && outcome.reason === 'delivery_unknown')
      return notFound(site, request, { reply, at });
    if (outcome.kind === 'wait') {
      setRetryAfter(reply, site, outcome.until);
      const outgoing = { request, reply, session: at.session, status: 429 };
      return sendFailure(site, outgoing, { kind: 'too_many', retryAt: outcome.until, onward: { url: path } });
    }
    // What is under way already is what the press asked for.
    const done = sealForPage(site, donePurpose(deliveryId), true, DONE_LIFETIME_MS);
    return reply.redirect(outcome.kind === 'resent' ? `${path}?done=${done}` : path, 303);
  });
}

function resendView(site: Site, at: AtIntegration, row: DeliveryRow): DeliveryPageView['resend'] {
  if (!hookPolicies[row.hook].resendable) return { kind: 'never' };
  if (row.finishedAt === undefined) return { kind: 'pending' };
  const form = sealForPage(site, formPurpose(at, row.deliveryId), true, FORM_LIFETIME_MS);
  return {
    kind: 'form',
    target: { action: `${deliveriesPath(at.path)}/${row.deliveryId}/resend`, hidden: { form } },
  };
}

function formPurpose(at: AtIntegration, deliveryId: string): string {
  return `resend ${deliveryId} ${at.session.sessionId}`;
}

function donePurpose(deliveryId: string): string {
  return `resent ${deliveryId}`;
}

function aboveOf({ account, integration, path }: AtIntegration): Above {
  return {
    homeUrl: '/',
    account: { text: account.name, href: accountPath(account.accountId) },
    integration: { text: integration.fields.name, href: path },
  };
}

function viewOf(row: DeliveryRow): DeliveryView {
  return {
    id: row.deliveryId,
    hook: row.hook,
    host: new URL(row.url).host,
    accountId: row.accountId,
    test: isTest(row),
    state: row.state,
    tries: row.tries,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt ?? null,
    dueAt: row.dueAt ?? null,
    lastFailure: row.lastFailure ?? null,
    lastStatus: row.lastStatus ?? null,
  };
}

function tryView({ number, startedAt, finishedAt, request, status, tookMs, failure, ...row }: AttemptRow): TryView {
  return {
    number,
    startedAt,
    request:
      request === undefined
        ? null
        : [
            `${request.method} ${request.url}`,
            ...linesOf(request.headers),
            ...(request.body === undefined ? [] : ['', request.body]),
          ].join('\n'),
    status: status ?? null,
    failure: failure ?? null,
    answer: answerText(row),
    tookMs: tookMs ?? null,
    finished: finishedAt !== undefined,
  };
}

function answerText({ answer, answerHeaders = {} }: Pick<AttemptRow, 'answer' | 'answerHeaders'>): string | null {
  if (answer === undefined) return null;
  const headers = linesOf(answerHeaders).join('\n');
  return headers === '' || answer === '' ? headers + answer : `${headers}\n\n${answer}`;
}

function linesOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}
