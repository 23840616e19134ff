import { saveSettings, readSettingsStatement } from '@pristan/flows';
import { permits } from '@pristan/rules';
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
import type { FormError } from './settings-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { settingsBytesMax } from './configure-api.ts';
import { settingsPath } from './installation-paths.ts';
import type { AccountPageContext } from '../http/account-page.ts';
import { accountPageContext } from '../http/account-page.ts';
import type { RefusedSettingsForm } from './settings-form.ts';
import { hasUnknownField, readSettingsForm, settingsForm } from './settings-form.ts';
import { donePath, formPath, repeatedPath, cancelPath } from '../http/cancel-path.ts';

interface AtInstallation extends AccountPageContext {
  readonly integrationId: string;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AtInstallation;
}

/** Routes of the page for an installation's settings; a change needs an admin's confirmation. */
export function settingsPageRoutes(app: FastifyInstance, site: Site): void {
  const page = { ...pageRoute(site), bodyLimit: settingsBytesMax };
  const base = '/accounts/:accountId/installations/:clientId';

  app.get(`${base}/settings`, page, async (request, reply) => {
    const at = await atInstallation(site, request, reply);
    return at === undefined ? reply : sendSettings(site, { request, reply, at });
  });

  app.post(`${base}/settings`, page, async (request, reply) => {
    const at = await atInstallation(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const form = readForm(request.body) ?? new Map<string, string>();
    const about = [at.integrationId, at.account.accountId];
    const token = form.get('press');
    const sent = readSettingsForm(form);
    const confirmation = await readConfirmation(site, {
      request,
      session: at.session,
      page: 'settings',
      about,
      token,
      entered: sent,
    });
    switch (confirmation.kind) {
      case 'refused':
        return fail(site, asked, confirmation.why);
      case 'stale':
        // The settings that were typed are shown again, so that nothing is lost.
        if (confirmation.why === 'too_old')
          return sendSettings(site, asked, { trouble: 'press_again', tried: { form, errors: [] } });
        return reply.redirect(confirmAgainPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath(back(asked), confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const answer = donePath({ ...back(asked), done: 'settings' });
    const question = { ...questionOf(asked), press: { ...press, answer } };
    const outcome = await saveSettings(site, question, sent);
    switch (outcome.kind) {
      case 'kept':
        return reply.redirect(answer, 303);
      case 'repeated':
        return reply.redirect(repeatedPath(back(asked), outcome.answer), 303);
      case 'changed':
        return sendSettings(site, asked, { again: outcome, tried: { form, errors: [] } });
      case 'refuse':
        return fail(site, asked, failures[outcome.reason]);
      case 'invalid': {
        const { errors } = outcome;
        const trouble = hasUnknownField(errors) ? 'changed' : 'invalid';
        return sendSettings(site, asked, { trouble, tried: { form, errors } });
      }
    }
  });
}

const failures = { forbidden: 'not_allowed', not_installed: 'not_found' } as const;

/**
 * Installation that the page is about, for an admin of its account; `undefined` when anybody else has been answered.
 */
async function atInstallation(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AtInstallation | undefined> {
  const at = await accountPageContext(site, request, reply);
  if (at === undefined) return undefined;
  const integrationId = (request.params as { clientId: string }).clientId.toLowerCase();
  const { accountId } = at.account;
  const installed = isUuid(integrationId) && (await site.store.configure.configuration(accountId, integrationId));
  const card = installed ? await site.store.installs.integrationCard(integrationId) : undefined;
  const found = { ...at, integrationId };
  if (card !== undefined && permits(at.membership, 'installation.configure')) return found;
  await fail(site, { request, reply, at: found }, card === undefined ? 'not_found' : 'not_allowed');
  return undefined;
}

async function sendSettings(
  site: Site,
  asked: Asked,
  shown: { readonly trouble?: FormError; readonly tried?: RefusedSettingsForm; readonly again?: ConfirmAgainView } = {},
): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  const { accountId } = at.account;
  const { integrationId } = at;
  const { trouble = null, tried, again } = shown;
  const statement = await readSettingsStatement(site, { accountId, integrationId, userId: at.session.userId });
  if (statement === undefined) return fail(site, asked, 'not_found');
  const { account, integration, owner } = statement.facts;
  const action = settingsPath(accountId, integrationId);
  const status = again !== undefined ? 409 : trouble === null ? 200 : 422;
  return sendPage(
    site,
    { request, reply, session: at.session, status, returnTo: action, ...(again === undefined ? {} : { again }) },
    h(SettingsPage, {
      account,
      integration,
      owner,
      settings: await settingsForm(
        site,
        { accountId, integrationId },
        { language: languageOf(request, at.session), tried },
      ),
      trouble,
      form: { action, hidden: { press: newConfirmation(site, at.session, statement) } },
      backUrl: cancelPath(back(asked)),
    }),
  );
}

function back({ request, at }: Asked) {
  return { request, at, clientId: at.integrationId };
}

function questionOf({ request, at }: Asked) {
  const by = requesterOf({ session: at.session, request });
  return { accountId: at.account.accountId, integrationId: at.integrationId, by };
}

async function fail(site: Site, asked: Asked, kind: PageFailure): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  return sendFailure(
    site,
    { request, reply, session: at.session, status: kind === 'not_found' ? 404 : 403 },
    { kind, onward: { url: cancelPath({ request, at }) } },
  );
}
