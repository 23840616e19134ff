import { keepSettings, switchFreshCodes } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { newPress, readPress } from '../../http/press.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { FormTrouble } from '../../pages/install/settings-page.tsx';
import { SettingsPage } from '../../pages/install/settings-page.tsx';
import { settingsBytesMax } from './configure-api.ts';
import type { Done } from './done.ts';
import { freshCodesAbout, settingsPath } from './installation-paths.ts';
import type { AtAccount } from './place.ts';
import { atAccount } from './place.ts';
import type { TriedForm } from './settings-form.ts';
import { hasChanged, readSettingsForm, settingsForm } from './settings-form.ts';
import { fromConsole, sendBack, wayBack } from './way-back.ts';

interface AtInstallation extends AtAccount {
  readonly integrationId: string;
  readonly name: string;
  readonly owner: string;
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
    const press = readPress(site, { request, session: at.session, about: settingsAbout(at), token: form.get('press') });
    if (press.kind === 'refused') {
      if (press.why !== 'expired') return fail(site, asked, press.why);
      return sendSettings(site, asked, { trouble: 'press_again', tried: { form, errors: [] } });
    }
    const outcome = await keepSettings(site, { ...questionOf(asked), press: press.press }, readSettingsForm(form));
    if (outcome.kind === 'kept') return backWith(site, asked, { what: 'settings', name: at.name });
    if (outcome.kind === 'refuse') return fail(site, asked, failures[outcome.reason]);
    const { errors } = outcome;
    return sendSettings(site, asked, { trouble: hasChanged(errors) ? 'changed' : 'invalid', tried: { form, errors } });
  });

  app.post(`${base}/fresh-codes`, page, async (request, reply) => {
    const at = await atInstallation(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const form = readForm(request.body);
    const to = form?.get('to') === 'allowed' ? 'allowed' : 'forbidden';
    const about = freshCodesAbout(at.account.accountId, at.integrationId, to);
    const press = readPress(site, { request, session: at.session, about, token: form?.get('press') });
    if (press.kind === 'refused') return fail(site, asked, press.why);
    const outcome = await switchFreshCodes(site, { ...questionOf(asked), press: press.press }, to);
    if (outcome.kind === 'refuse') return fail(site, asked, failures[outcome.reason]);
    return backWith(site, asked, { what: to === 'allowed' ? 'codes_allowed' : 'codes_forbidden', name: at.name });
  });
}

const failures = { forbidden: 'not_allowed', press_replayed: 'replayed', not_installed: 'not_found' } as const;

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
  const found = { ...at, integrationId, name: card?.name ?? '', owner: card?.owner.name ?? '' };
  if (card !== undefined && permits(at.membership, 'installation.configure')) return found;
  await fail(site, { request, reply, at: found }, card === undefined ? 'not_found' : 'not_allowed');
  return undefined;
}

async function sendSettings(
  site: Site,
  { request, reply, at }: Asked,
  shown: { readonly trouble?: FormTrouble; readonly tried?: TriedForm } = {},
): Promise<FastifyReply> {
  const { accountId, name } = at.account;
  const { trouble = null, tried } = shown;
  const action = `${settingsPath(accountId, at.integrationId)}${fromConsole(request)}`;
  return sendPage(
    site,
    { request, reply, session: at.session, status: trouble === null ? 200 : 422, returnTo: action },
    h(SettingsPage, {
      account: name,
      integration: at.name,
      owner: at.owner,
      settings: await settingsForm(
        site,
        { accountId, integrationId: at.integrationId },
        { language: languageOf(request, at.session), tried },
      ),
      trouble,
      form: { action, hidden: { press: newPress(site, at.session, settingsAbout(at)) } },
      backUrl: wayBack({ request, at, clientId: at.integrationId }),
    }),
  );
}

function settingsAbout({ account, integrationId }: AtInstallation): string {
  return `settings ${integrationId} ${account.accountId}`;
}

function questionOf({ request, at }: Asked) {
  const by = { userId: at.session.userId, address: request.ip };
  return { accountId: at.account.accountId, integrationId: at.integrationId, by };
}

async function backWith(site: Site, { request, reply, at }: Asked, done: Done): Promise<FastifyReply> {
  return sendBack(site, reply, { request, at, clientId: at.integrationId, done });
}

async function fail(site: Site, { request, reply, at }: Asked, kind: Failure): Promise<FastifyReply> {
  const status = kind === 'not_found' ? 404 : kind === 'replayed' ? 409 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status },
    { kind, onward: { url: wayBack({ request, at }) } },
  );
}
