import type { Actor, Decided, InstallStatement, WidgetInstall } from '@pristan/rules';
import { decideWidgetInstall, installStatement, withNotices } from '@pristan/rules';
import { readAudience } from '../audience.ts';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { TokenKeys } from '../ports/environment.ts';
import type { Store } from '../ports/store.ts';
import { codeAssociatedData } from '../sealed.ts';
import type { SubmittedSettings } from './configure.ts';
import { readSettings, sealSecrets } from './configure.ts';
import type { InstallEnvironment } from './end.ts';

export interface WidgetInstallEnvironment extends InstallEnvironment {
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'notices' | 'widgets' | 'configure' | 'commit'>;
}

export interface WidgetInstallQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly press: SubmittedConfirmation<InstallStatement> | undefined;
  /** Fields of the widget's settings form, if the page showed it. */
  readonly sent: SubmittedSettings;
}

type Decision = WidgetInstall | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

/**
 * Carries out an admin's button on a widget page: Install, Enable or Request a code. The authorization code goes to the
 * integrator by the install hook alone.
 */
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion & { readonly press: undefined },
): Promise<Decision>;
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion,
): Promise<Decision | NotCarriedOut>;
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion,
): Promise<Decision | NotCarriedOut> {
  const { integrationId, accountId, userId, actor } = question;
  const now = env.clock.now();
  const { code, codeId, keyId } = env.tokenKeys.drawCode(accountId);
  const drawn = {
    newGrantId: env.random.uuid(),
    deliveryId: env.random.uuid(),
    code: { codeId, keyId, sealedCode: env.vault.seal(codeAssociatedData(codeId), code) },
  };
  return carryOutConfirmed(env, question.press, {
    read: async () => {
      const settings = await readSettings(env, question);
      return {
        facts: await env.store.installs.consentFacts({ integrationId, accountId, userId }),
        audience: await readAudience(env, { accountId, integrationId, userId: actor.userId }),
        hasLiveWidget: await env.store.widgets.hasLive(integrationId),
        settings,
        sent: sealSecrets(env, question, { facts: settings, sent: question.sent }),
      };
    },
    state: ({ facts }) => facts && installStatement(facts.integration, facts.account),
    decide: ({ facts, hasLiveWidget, settings, sent, audience }): Decided<Decision> =>
      facts === undefined
        ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
        : withNotices(
            decideWidgetInstall({ ...facts, hasLiveWidget, settings }, { userId, actor, sent, ...drawn }, now),
            audience,
          ),
  });
}
