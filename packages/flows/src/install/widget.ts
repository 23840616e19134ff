import type { Actor, Decided, InstallStatement, WidgetInstall } from '@pristan/rules';
import { decideWidgetInstall, installStatement } from '@pristan/rules';
import type { AskedBefore, PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { Store } from '../ports/store.ts';
import type { SentSettings } from './configure.ts';
import { readSettings, sealSecrets } from './configure.ts';
import type { InstallEnvironment } from './consent.ts';
import { codePlace } from './consent.ts';

export interface WidgetInstallEnvironment extends InstallEnvironment {
  readonly store: Pick<Store, 'installs' | 'accounts' | 'widgets' | 'configure' | 'commit'>;
}

export interface WidgetInstallQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly press: PressedToken<InstallStatement> | undefined;
  /** The fields of the form, when there was one. */
  readonly sent: SentSettings;
}

type Decision = WidgetInstall | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' };

/** Install, enable or a fresh code from the account's page; the code goes to the integrator by the install hook alone. */
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion & { readonly press: undefined },
): Promise<Decision>;
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion,
): Promise<Decision | AskedBefore>;
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion,
): Promise<Decision | AskedBefore> {
  const { integrationId, accountId, userId, actor } = question;
  const now = env.clock.now();
  const { code, codeId, keyId } = env.tokenKeys.drawCode(accountId);
  const drawn = {
    newGrantId: env.random.uuid(),
    deliveryId: env.random.uuid(),
    code: { codeId, keyId, sealedCode: env.vault.seal(codePlace(codeId), code) },
  };
  return carryOutConfirmed(env, question.press, {
    read: async () => {
      const settings = await readSettings(env, question);
      return {
        facts: await env.store.installs.consentFacts({ integrationId, accountId, userId }),
        hasLiveWidget: await env.store.widgets.hasLive(integrationId),
        settings,
        sent: sealSecrets(env, question, settings, question.sent),
      };
    },
    state: ({ facts }) => facts && installStatement(facts.integration, facts.account),
    decide: ({ facts, hasLiveWidget, settings, sent }): Decided<Decision> =>
      facts === undefined
        ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
        : decideWidgetInstall(
            { ...facts, hasLiveWidget, settings },
            { userId, actor, codeChallenge: undefined, sent, ...drawn },
            now,
          ),
  });
}
