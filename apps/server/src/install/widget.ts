import { installWidget } from '@pristan/flows';
import type { AccountFacts } from '@pristan/rules';
import { accountChoice, installStatement, permits, scopesWithin } from '@pristan/rules';
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
import { unreviewedLines } from '../http/unreviewed-lines.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmInstallPage } from './confirm-install-page.tsx';
import { settingsBytesMax } from './configure-api.ts';
import type { RefusedSettingsForm } from './settings-form.ts';
import { hasUnknownField, readSettingsForm, settingsForm } from './settings-form.ts';
import type { FormError } from './settings-page.tsx';

/** An admin on the install page of an integration that their account may install. */
interface AtWidget extends AccountVisit {
  readonly found: NonNullable<Awaited<ReturnType<typeof installable>>>;
}

/**
 * Routes that install or enable an integration with a widget, or send it a new authorization code: a page that says
 * what will happen, and a person's confirmation.
 */
export function widgetRoutes(app: FastifyInstance, site: Site): void {
  askingPage(app, site, {
    path: '/accounts/:accountId/installations/:clientId/install',
    bodyLimit: settingsBytesMax,
    page: 'install',
    place: async (visit) => atWidget(site, visit),
    show: async (at, again) =>
      sendInstall(site, at, again === undefined ? {} : { again, tried: { form: at.form, errors: [] } }),
    about: (at) => [at.found.card.integrationId, at.account.accountId],
    entered: (at) => readSettingsForm(at.form),
    // The settings that were typed are shown again, so that nothing is lost.
    tooOld: async (at) => sendInstall(site, at, { trouble: 'press_again', tried: { form: at.form, errors: [] } }),
    done: (at, { statement }) => {
      const done = statement.facts.what === 'code' ? 'sent' : 'installed';
      return donePath(at, { done, clientId: at.found.card.integrationId });
    },
    decide: async (at, press) =>
      installWidget(site, {
        integrationId: at.found.card.integrationId,
        accountId: at.account.accountId,
        userId: at.session.userId,
        actor: requesterOf(at),
        press,
        sent: readSettingsForm(at.form),
      }),
    answer: (at, outcome) => {
      switch (outcome.kind) {
        case 'installed':
          return 'done';
        case 'invalid': {
          const { errors } = outcome;
          const trouble = hasUnknownField(errors) ? 'changed' : 'invalid';
          return sendInstall(site, at, { trouble, tried: { form: at.form, errors } });
        }
        case 'refuse':
          return outcome.reason === 'not_admin' ? 'not_allowed' : 'not_found';
      }
    },
  });
}

async function atWidget(site: Site, visit: PageVisit): Promise<AtWidget | undefined> {
  const at = await accountVisit(site, visit);
  if (at === undefined) return undefined;
  const found = await installable(site, at, readUuid(visit.params['clientId']));
  if (found !== undefined && permits(at.membership, 'installation.disable')) return { ...at, found };
  await refuseVisit(site, at, found === undefined ? 'not_found' : 'not_allowed');
  return undefined;
}

async function sendInstall(
  site: Site,
  at: AtWidget,
  shown: { readonly trouble?: FormError; readonly tried?: RefusedSettingsForm; readonly again?: ConfirmAgainView },
): Promise<FastifyReply> {
  const { request, reply, session } = at;
  const { trouble = null, tried, again } = shown;
  const { card, account } = at.found;
  const { accountId } = at.account;
  const statement = installStatement({ ...card, owner: card.owner.name }, account);
  if (statement === undefined) return refuseVisit(site, at, 'not_found');
  const { facts } = statement;
  const language = languageOf(request, session);
  const status = again !== undefined ? 409 : trouble === null ? 200 : 422;
  return sendPage(
    site,
    { request, reply, session, status, ...(again === undefined ? {} : { again }) },
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
      form: { action: at.askedAt, hidden: { press: newConfirmation(site, session, statement) } },
      backUrl: cancelPath(at, facts.what === 'install' ? undefined : card.integrationId),
    }),
  );
}

/** Finds an active integration that has a live widget and is available to this account. */
async function installable(site: Site, at: AccountVisit, clientId: string | undefined) {
  const card = clientId === undefined ? undefined : await site.store.installs.integrationCard(clientId);
  if (clientId === undefined || card?.state !== 'active' || !(await site.store.widgets.hasLive(clientId)))
    return undefined;
  const { accountId, subdomain, name } = at.account;
  const installation = (await site.store.installs.installation(accountId, clientId))?.state ?? 'none';
  const account: AccountFacts = { ...at.membership, accountId, subdomain, name, installation };
  const choice = accountChoice(card, account);
  if (!choice.choosable && choice.reason !== 'admin_must_install') return undefined;
  return { card, account };
}
