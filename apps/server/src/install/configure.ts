import { saveSettings, readSettingsStatement } from '@pristan/flows';
import { permits } from '@pristan/rules';
import { readUuid } from '@pristan/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import type { AccountVisit } from '../http/account-visit.ts';
import { accountVisit } from '../http/account-visit.ts';
import { cancelPath, donePath } from '../http/cancel-path.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { languageOf, sendPage } from '../http/page.ts';
import { askingPage } from '../http/page-action.ts';
import type { PageVisit } from '../http/page-visit.ts';
import { refuseVisit } from '../http/page-visit.ts';
import { requesterOf } from '../http/platform-call.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { settingsBytesMax } from './configure-api.ts';
import { settingsPath } from './installation-paths.ts';
import type { RefusedSettingsForm } from './settings-form.ts';
import { hasUnknownField, readSettingsForm, settingsForm } from './settings-form.ts';
import type { FormError } from './settings-page.tsx';
import { SettingsPage } from './settings-page.tsx';

interface AtInstallation extends AccountVisit {
  readonly integrationId: string;
}

/** Routes of the page for an installation's settings; a change needs an admin's confirmation. */
export function settingsPageRoutes(app: FastifyInstance, site: Site): void {
  askingPage(app, site, {
    path: '/accounts/:accountId/installations/:clientId/settings',
    bodyLimit: settingsBytesMax,
    page: 'settings',
    place: async (visit) => atInstallation(site, visit),
    show: async (at, again) =>
      sendSettings(site, at, again === undefined ? {} : { again, tried: { form: at.form, errors: [] } }),
    about: (at) => [at.integrationId, at.account.accountId],
    entered: (at) => readSettingsForm(at.form),
    // The settings that were typed are shown again, so that nothing is lost.
    tooOld: async (at) => sendSettings(site, at, { trouble: 'press_again', tried: { form: at.form, errors: [] } }),
    done: (at) => donePath(at, { done: 'settings', clientId: at.integrationId }),
    decide: async (at, press) => {
      const { integrationId } = at;
      const question = { accountId: at.account.accountId, integrationId, by: requesterOf(at), press };
      return saveSettings(site, question, readSettingsForm(at.form));
    },
    answer: (at, outcome) => {
      switch (outcome.kind) {
        case 'kept':
          return 'done';
        case 'refuse':
          return outcome.reason === 'forbidden' ? 'not_allowed' : 'not_found';
        case 'invalid': {
          const { errors } = outcome;
          const trouble = hasUnknownField(errors) ? 'changed' : 'invalid';
          return sendSettings(site, at, { trouble, tried: { form: at.form, errors } });
        }
      }
    },
  });
}

/**
 * Installation that the page is about, for an admin of its account; `undefined` when anybody else has been answered.
 */
async function atInstallation(site: Site, visit: PageVisit): Promise<AtInstallation | undefined> {
  const at = await accountVisit(site, visit);
  if (at === undefined) return undefined;
  const integrationId = readUuid(visit.params['clientId']);
  const { accountId } = at.account;
  const installed = integrationId !== undefined && (await site.store.configure.configuration(accountId, integrationId));
  const card = installed ? await site.store.installs.integrationCard(integrationId) : undefined;
  const isAllowed = permits(at.membership, 'installation.configure');
  if (card !== undefined && integrationId !== undefined && isAllowed) return { ...at, integrationId };
  await refuseVisit(site, at, card === undefined ? 'not_found' : 'not_allowed');
  return undefined;
}

async function sendSettings(
  site: Site,
  at: AtInstallation,
  shown: { readonly trouble?: FormError; readonly tried?: RefusedSettingsForm; readonly again?: ConfirmAgainView },
): Promise<FastifyReply> {
  const { request, reply, session, integrationId } = at;
  const { accountId } = at.account;
  const { trouble = null, tried, again } = shown;
  const statement = await readSettingsStatement(site, { accountId, integrationId, userId: session.userId });
  if (statement === undefined) return refuseVisit(site, at, 'not_found');
  const { account, integration, owner } = statement.facts;
  const action = settingsPath(accountId, integrationId);
  const status = again !== undefined ? 409 : trouble === null ? 200 : 422;
  return sendPage(
    site,
    { request, reply, session, status, returnTo: action, ...(again === undefined ? {} : { again }) },
    h(SettingsPage, {
      account,
      integration,
      owner,
      settings: await settingsForm(
        site,
        { accountId, integrationId },
        { language: languageOf(request, session), tried },
      ),
      trouble,
      form: { action, hidden: { press: newConfirmation(site, session, statement) } },
      backUrl: cancelPath(at, integrationId),
    }),
  );
}
