import { keepSettings, stateSettings, switchFreshCodes } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../../http/confirmation.ts';
import type { Site } from '../../http/page.ts';
import { anewPath, languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { AskedAgainView } from '../../pages/design/setting.ts';
import type { FormTrouble } from '../../pages/install/settings-page.tsx';
import { SettingsPage } from '../../pages/install/settings-page.tsx';
import { settingsBytesMax } from './configure-api.ts';
import type { Done } from './done.ts';
import { settingsPath } from './installation-paths.ts';
import type { AtAccount } from './place.ts';
import { atAccount } from './place.ts';
import type { TriedForm } from './settings-form.ts';
import { hasChanged, readSettingsForm, settingsForm } from './settings-form.ts';
import { donePath, formPath, fromConsole, repeatedPath, wayBack } from './way-back.ts';

interface AtInstallation extends AtAccount {
  readonly integrationId: string;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AtInstallation;
}

/** An installation's settings, and whether its integrator's server may ask for codes: an admin's press on a page. */
export function configureRoutes(app: FastifyInstance, site: Site): void {
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
        // Nothing that was typed is lost.
        if (confirmation.why === 'too_old')
          return sendSettings(site, asked, { trouble: 'press_again', tried: { form, errors: [] } });
        return reply.redirect(anewPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath(back(asked), confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const answer = donePath(site, {
      ...back(asked),
      done: { what: 'settings', name: press.statement.facts.integration },
    });
    const question = { ...questionOf(asked), press: { ...press, answer } };
    const outcome = await keepSettings(site, question, sent);
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
        const trouble = hasChanged(errors) ? 'changed' : 'invalid';
        return sendSettings(site, asked, { trouble, tried: { form, errors } });
      }
    }
  });

  app.post(`${base}/fresh-codes`, page, async (request, reply) => {
    const at = await atInstallation(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const form = readForm(request.body);
    const about = [at.integrationId, at.account.accountId];
    const token = form?.get('press');
    const confirmation = await readConfirmation(site, {
      request,
      session: at.session,
      page: 'fresh_codes',
      about,
      token,
    });
    switch (confirmation.kind) {
      case 'refused':
        return fail(site, asked, confirmation.why);
      case 'stale':
        return reply.redirect(anewPath(wayBack({ request, at }), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath(back(asked), confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const { freshCodes, integration: name } = press.statement.facts;
    const to = freshCodes === 'allowed' ? 'forbidden' : 'allowed';
    if (form?.get('to') !== to) return fail(site, asked, 'tampered');
    const done: Done = { what: to === 'allowed' ? 'codes_allowed' : 'codes_forbidden', name };
    const answer = donePath(site, { ...back(asked), done });
    const question = { ...questionOf(asked), press: { ...press, answer } };
    const outcome = await switchFreshCodes(site, question, to);
    switch (outcome.kind) {
      case 'switched':
        return reply.redirect(answer, 303);
      case 'repeated':
        return reply.redirect(repeatedPath(back(asked), outcome.answer), 303);
      case 'changed':
        return fail(site, asked, 'changed', outcome);
      case 'refuse':
        return fail(site, asked, failures[outcome.reason]);
    }
  });
}

const failures = { forbidden: 'not_allowed', not_installed: 'not_found' } as const;

/** The installation a page is about, for an admin of its account; anybody else has got an answer. */
async function atInstallation(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AtInstallation | undefined> {
  const at = await atAccount(site, request, reply);
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
  shown: { readonly trouble?: FormTrouble; readonly tried?: TriedForm; readonly again?: AskedAgainView } = {},
): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  const { accountId } = at.account;
  const { integrationId } = at;
  const { trouble = null, tried, again } = shown;
  const statement = await stateSettings(site, { accountId, integrationId, userId: at.session.userId });
  if (statement === undefined) return fail(site, asked, 'not_found');
  const { account, integration, owner } = statement.facts;
  const action = `${settingsPath(accountId, integrationId)}${fromConsole(request)}`;
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
      backUrl: wayBack(back(asked)),
    }),
  );
}

function back({ request, at }: Asked) {
  return { request, at, clientId: at.integrationId };
}

function questionOf({ request, at }: Asked) {
  const by = { userId: at.session.userId, address: request.ip };
  return { accountId: at.account.accountId, integrationId: at.integrationId, by };
}

async function fail(site: Site, asked: Asked, kind: Failure, again?: AskedAgainView): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  const status = kind === 'not_found' ? 404 : kind === 'changed' ? 409 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status, ...(again === undefined ? {} : { again }) },
    { kind, onward: { url: wayBack({ request, at }) } },
  );
}
