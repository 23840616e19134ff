import { installWidget } from '@pristan/flows';
import type { SentCode } from '@pristan/flows';
import { accountChoice, minuteMs, permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { newPress, readPress } from '../../http/press.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sealForPage } from '../../http/seal.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import { scopes } from '../../pages/authorize/scope.ts';
import { ConfirmInstallPage } from '../../pages/install/confirm-install-page.tsx';
import type { SentCodeView, WidgetView } from '../../pages/install/widget-section.tsx';
import type { Done } from './done.ts';
import type { AtAccount } from './place.ts';
import { accountPath, atAccount } from './place.ts';

const DONE_LIFETIME_MS = minuteMs;

interface Answering {
  readonly reply: FastifyReply;
  readonly at: AtAccount;
}

/** Install, enable, and a fresh code: a page that says what will happen, and a person's press. */
export function widgetRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const path = '/accounts/:accountId/installations/:clientId/install';

  app.get<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const found = await installable(site, at, request.params.clientId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    if (!permits(at.membership, 'installation.disable')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    const { card, what } = found;
    return sendPage(
      site,
      { request, reply, session: at.session },
      h(ConfirmInstallPage, {
        what,
        account: at.account.name,
        integration: card.name,
        owner: card.owner.name,
        scopes: scopes.filter((scope) => card.scopes.includes(scope)),
        receiver: new URL(card.redirectUri).host,
        form: { action: request.url, hidden: { press: newPress(site, at.session, about(at, card.integrationId)) } },
        backUrl: accountPath(at.account.accountId),
      }),
    );
  });

  app.post<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const found = await installable(site, at, request.params.clientId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    const { card } = found;
    const press = readPress(site, {
      request,
      session: at.session,
      about: about(at, card.integrationId),
      token: readForm(request.body)?.get('press'),
    });
    if (press.kind === 'refused') return fail(site, request, { reply, at, kind: press.why });
    const { userId } = at.session;
    const outcome = await installWidget(site, {
      integrationId: card.integrationId,
      accountId: at.account.accountId,
      userId,
      actor: { userId, address: request.ip },
      press: press.press,
    });
    if (outcome.kind === 'refuse') {
      if (outcome.reason === 'press_replayed') return fail(site, request, { reply, at, kind: 'replayed' });
      return fail(site, request, { reply, at, kind: outcome.reason === 'not_admin' ? 'not_allowed' : 'not_found' });
    }
    const done: Done = { what: outcome.wasEnabled ? 'sent' : 'installed', name: card.name };
    const sealed = sealForPage(site, 'done', done, DONE_LIFETIME_MS);
    return reply.redirect(`${accountPath(at.account.accountId)}?done=${sealed}`, 303);
  });
}

/** The widgets of an account's installations: where its admins act, and what became of the codes that were sent. */
export async function widgetViews(
  site: Site,
  at: AtAccount,
  now: number,
): Promise<Readonly<Record<string, WidgetView>>> {
  if (!permits(at.membership, 'installation.read')) return {};
  const { accountId } = at.account;
  const { installs, widgets } = site.store;
  const [installations, sent] = await Promise.all([
    installs.installations(accountId, now),
    widgets.sentCodes(accountId),
  ]);
  const live = new Set(await widgets.live(installations.map(({ integrationId }) => integrationId)));
  const views = installations.flatMap(({ integrationId }): [string, WidgetView][] => {
    const url = live.has(integrationId) ? installPath(accountId, integrationId) : null;
    const code = sentView(
      sent.find((one) => one.integrationId === integrationId),
      now,
    );
    return url === null && code === null ? [] : [[integrationId, { url, sent: code }]];
  });
  return Object.fromEntries(views);
}

/** The page that asks before a widget is installed in an account. */
export function installPath(accountId: number, clientId: string): string {
  return `${accountPath(accountId)}/installations/${clientId}/install`;
}

/** The newest code that went out, as the page shows it. */
function sentView(sent: SentCode | undefined, now: number): SentCodeView | null {
  if (sent === undefined) return null;
  const { redeemedAt } = sent;
  return {
    at: sent.sentAt ?? sent.issuedAt,
    code: redeemedAt !== undefined ? 'exchanged' : sent.expiresAt > now ? 'waiting' : 'expired',
    exchangedAt: redeemedAt ?? null,
    delivery: sent.delivery,
    status: sent.status ?? null,
    tookMs: sent.tookMs ?? null,
  };
}

/** An integration that this account can reach, that is on, and that has a live widget. */
export async function installable(site: Site, at: AtAccount, text: string) {
  const clientId = text.toLowerCase();
  const card = isUuid(clientId) ? await site.store.installs.integrationCard(clientId) : undefined;
  if (card?.state !== 'active' || !(await site.store.widgets.hasLive(clientId))) return undefined;
  const { accountId, subdomain, name } = at.account;
  const installation = (await site.store.installs.installation(accountId, clientId))?.state ?? 'none';
  const choice = accountChoice(card, { ...at.membership, accountId, subdomain, name, installation });
  if (!choice.choosable && choice.reason !== 'admin_must_install') return undefined;
  const what = ({ none: 'install', disabled: 'enable', enabled: 'code' } as const)[installation];
  return { card, what };
}

function about(at: AtAccount, clientId: string): string {
  return `install ${clientId} ${at.account.accountId}`;
}

async function fail(site: Site, request: FastifyRequest, { reply, at, kind }: Answering & { readonly kind: Failure }) {
  const status = kind === 'not_found' ? 404 : kind === 'replayed' ? 409 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status },
    { kind, onward: { url: accountPath(at.account.accountId) } },
  );
}
