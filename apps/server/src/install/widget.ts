import { installWidget } from '@pristan/flows';
import type { AccountFacts } from '@pristan/rules';
import { accountChoice, installStatement, permits, scopesWithin } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { h } from 'preact';
import { readForm } from '../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { confirmAgainPath, languageOf, sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { isUuid } from '@pristan/wire';
import type { PageFailure } from '../http/failed-page.tsx';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmInstallPage } from './confirm-install-page.tsx';
import type { FormError } from './settings-page.tsx';
import { unreviewedLines } from '../http/unreviewed-lines.ts';
import { settingsBytesMax } from './configure-api.ts';
import type { AccountPageContext } from '../http/account-page.ts';
import { accountPageContext } from '../http/account-page.ts';
import type { RefusedSettingsForm } from './settings-form.ts';
import { hasUnknownField, readSettingsForm, settingsForm } from './settings-form.ts';
import { donePath, formPath, repeatedPath, cancelPath } from '../http/cancel-path.ts';

interface Answering {
  readonly reply: FastifyReply;
  readonly at: AccountPageContext;
}

/**
 * Routes that install or enable an integration with a widget, or send it a new authorization code: a page that says
 * what will happen, and a person's confirmation.
 */
export function widgetRoutes(app: FastifyInstance, site: Site): void {
  const page = { ...pageRoute(site), bodyLimit: settingsBytesMax };
  const path = '/accounts/:accountId/installations/:clientId/install';

  app.get<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    if (at === undefined) return reply;
    const found = await installable(site, at, request.params.clientId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    if (!permits(at.membership, 'installation.disable')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    return sendForm(site, request, { reply, at, found });
  });

  app.post<{ Params: { clientId: string } }>(path, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    if (at === undefined) return reply;
    const { accountId } = at.account;
    const integrationId = request.params.clientId.toLowerCase();
    const form = readForm(request.body) ?? new Map<string, string>();
    const sent = readSettingsForm(form);
    const confirmation = await readConfirmation(site, {
      request,
      session: at.session,
      page: 'install',
      about: [integrationId, accountId],
      token: form.get('press'),
      entered: sent,
    });
    const to = { request, at, clientId: integrationId };
    if (confirmation.kind === 'stale' && confirmation.why !== 'too_old')
      return reply.redirect(confirmAgainPath(formPath(request), confirmation.why), 303);
    if (confirmation.kind === 'repeated') return reply.redirect(repeatedPath(to, confirmation.answer), 303);
    const found = await installable(site, at, integrationId);
    if (found === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    if (!permits(at.membership, 'installation.disable')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    if (confirmation.kind === 'refused') return fail(site, request, { reply, at, kind: confirmation.why });
    // The settings that were typed are shown again, so that nothing is lost.
    if (confirmation.kind === 'stale')
      return sendForm(site, request, { reply, at, found, trouble: 'press_again', tried: { form, errors: [] } });
    const { userId } = at.session;
    const { what } = confirmation.press.statement.facts;
    const answer = donePath({ ...to, done: what === 'code' ? 'sent' : 'installed' });
    const outcome = await installWidget(site, {
      integrationId,
      accountId,
      userId,
      actor: requesterOf({ session: at.session, request }),
      press: { ...confirmation.press, answer },
      sent,
    });
    switch (outcome.kind) {
      case 'installed':
        return reply.redirect(answer, 303);
      case 'repeated':
        return reply.redirect(repeatedPath(to, outcome.answer), 303);
      case 'changed': {
        const now = await installable(site, at, integrationId);
        if (now === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
        return sendForm(site, request, { reply, at, found: now, again: outcome, tried: { form, errors: [] } });
      }
      case 'invalid': {
        const { errors } = outcome;
        const trouble = hasUnknownField(errors) ? 'changed' : 'invalid';
        return sendForm(site, request, { reply, at, found, trouble, tried: { form, errors } });
      }
      case 'refuse':
        return fail(site, request, { reply, at, kind: outcome.reason === 'not_admin' ? 'not_allowed' : 'not_found' });
    }
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof installable>>>;

interface Shown extends Answering {
  readonly found: Found;
  readonly trouble?: FormError;
  readonly tried?: RefusedSettingsForm;
  readonly again?: ConfirmAgainView;
}

async function sendForm(site: Site, request: FastifyRequest, shown: Shown): Promise<FastifyReply> {
  const { reply, at, found, trouble = null, tried, again } = shown;
  const { card, account } = found;
  const { accountId } = at.account;
  const statement = installStatement({ ...card, owner: card.owner.name }, account);
  if (statement === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
  const { facts } = statement;
  const language = languageOf(request, at.session);
  const status = again !== undefined ? 409 : trouble === null ? 200 : 422;
  return sendPage(
    site,
    { request, reply, session: at.session, status, ...(again === undefined ? {} : { again }) },
    h(ConfirmInstallPage, {
      what: facts.what,
      account: facts.account,
      integration: facts.integration,
      owner: facts.owner,
      kind: card.kind,
      scopes: scopesWithin(card.kind, facts.scopes),
      unreviewed: unreviewedLines(card.publication),
      receiver: new URL(facts.redirectUri).host,
      settings:
        facts.what === 'code'
          ? []
          : await settingsForm(site, { accountId, integrationId: card.integrationId }, { language, tried }),
      trouble,
      form: { action: formPath(request), hidden: { press: newConfirmation(site, at.session, statement) } },
      backUrl: cancelPath({ request, at, clientId: facts.what === 'install' ? undefined : card.integrationId }),
    }),
  );
}

/** Finds an active integration that has a live widget and is available to this account. */
async function installable(site: Site, at: AccountPageContext, text: string) {
  const clientId = text.toLowerCase();
  const card = isUuid(clientId) ? await site.store.installs.integrationCard(clientId) : undefined;
  if (card?.state !== 'active' || !(await site.store.widgets.hasLive(clientId))) return undefined;
  const { accountId, subdomain, name } = at.account;
  const installation = (await site.store.installs.installation(accountId, clientId))?.state ?? 'none';
  const account: AccountFacts = { ...at.membership, accountId, subdomain, name, installation };
  const choice = accountChoice(card, account);
  if (!choice.choosable && choice.reason !== 'admin_must_install') return undefined;
  return { card, account };
}

async function fail(
  site: Site,
  request: FastifyRequest,
  { reply, at, kind }: Answering & { readonly kind: PageFailure },
) {
  const status = kind === 'not_found' ? 404 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status },
    { kind, onward: { url: cancelPath({ request, at }) } },
  );
}
