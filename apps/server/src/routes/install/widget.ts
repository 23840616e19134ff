import { installWidget } from '@pristan/flows';
import { accountChoice, permits, scopesWithin } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { newPress, readPress } from '../../http/press.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import { ConfirmInstallPage } from '../../pages/install/confirm-install-page.tsx';
import type { FormTrouble } from '../../pages/install/settings-page.tsx';
import { settingsBytesMax } from './configure-api.ts';
import type { Done } from './done.ts';
import type { AtAccount } from './place.ts';
import { atAccount } from './place.ts';
import type { TriedForm } from './settings-form.ts';
import { hasChanged, readSettingsForm, settingsForm } from './settings-form.ts';
import { sendBack, wayBack } from './way-back.ts';

interface Answering {
  readonly reply: FastifyReply;
  readonly at: AtAccount;
}

/** Install, enable, and a fresh code: a page that says what will happen, and a person's press. */
export function widgetRoutes(app: FastifyInstance, site: Site): void {
  const page = { ...pageRoute(site), bodyLimit: settingsBytesMax };
  const path = '/accounts/:accountId/installations/:clientId/install';

  app.get<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const found = await installable(site, at, request.params.clientId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    if (!permits(at.membership, 'installation.disable')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    return sendForm(site, request, { reply, at, found });
  });

  app.post<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const found = await installable(site, at, request.params.clientId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    if (!permits(at.membership, 'installation.disable')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    const { card } = found;
    const form = readForm(request.body) ?? new Map<string, string>();
    const about = installAbout(at, card.integrationId);
    const press = readPress(site, { request, session: at.session, about, token: form.get('press') });
    if (press.kind === 'refused') {
      if (press.why !== 'expired') return fail(site, request, { reply, at, kind: press.why });
      return sendForm(site, request, { reply, at, found, trouble: 'press_again', tried: { form, errors: [] } });
    }
    const { userId } = at.session;
    const outcome = await installWidget(site, {
      integrationId: card.integrationId,
      accountId: at.account.accountId,
      userId,
      actor: { userId, address: request.ip },
      press: press.press,
      sent: readSettingsForm(form),
    });
    if (outcome.kind === 'invalid') {
      const { errors } = outcome;
      const trouble = hasChanged(errors) ? 'changed' : 'invalid';
      return sendForm(site, request, { reply, at, found, trouble, tried: { form, errors } });
    }
    if (outcome.kind === 'refuse') {
      if (outcome.reason === 'press_replayed') return fail(site, request, { reply, at, kind: 'replayed' });
      return fail(site, request, { reply, at, kind: outcome.reason === 'not_admin' ? 'not_allowed' : 'not_found' });
    }
    const done: Done = { what: outcome.wasEnabled ? 'sent' : 'installed', name: card.name };
    return sendBack(site, reply, { request, at, clientId: card.integrationId, done });
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof installable>>>;

async function sendForm(
  site: Site,
  request: FastifyRequest,
  shown: Answering & { readonly found: Found; readonly trouble?: FormTrouble; readonly tried?: TriedForm },
): Promise<FastifyReply> {
  const { reply, at, found, trouble = null, tried } = shown;
  const { card, what } = found;
  const { accountId } = at.account;
  const about = installAbout(at, card.integrationId);
  const language = languageOf(request, at.session);
  return sendPage(
    site,
    { request, reply, session: at.session, status: trouble === null ? 200 : 422 },
    h(ConfirmInstallPage, {
      what,
      account: at.account.name,
      integration: card.name,
      owner: card.owner.name,
      kind: card.kind,
      scopes: scopesWithin(card.kind, card.scopes),
      receiver: new URL(card.redirectUri).host,
      settings:
        what === 'code'
          ? []
          : await settingsForm(site, { accountId, integrationId: card.integrationId }, { language, tried }),
      trouble,
      form: { action: request.url, hidden: { press: newPress(site, at.session, about) } },
      backUrl: wayBack({ request, at, clientId: what === 'install' ? undefined : card.integrationId }),
    }),
  );
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

function installAbout(at: AtAccount, clientId: string): string {
  return `install ${clientId} ${at.account.accountId}`;
}

async function fail(site: Site, request: FastifyRequest, { reply, at, kind }: Answering & { readonly kind: Failure }) {
  const status = kind === 'not_found' ? 404 : kind === 'replayed' ? 409 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status },
    { kind, onward: { url: wayBack({ request, at }) } },
  );
}
