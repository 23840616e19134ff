import type { Actor, Decided, WidgetInstall } from '@pristan/rules';
import { decideWidgetInstall } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { SentSettings } from './configure.ts';
import { readSettings, sealSecrets } from './configure.ts';
import type { InstallEnvironment, PressedToken } from './consent.ts';
import { codePlace, readPress } from './consent.ts';

export interface WidgetInstallEnvironment extends InstallEnvironment {
  readonly store: Pick<Store, 'installs' | 'widgets' | 'configure' | 'commit'>;
}

export interface WidgetInstallQuestion {
  readonly integrationId: string;
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly press: PressedToken | undefined;
  /** The fields of the form, when there was one. */
  readonly sent: SentSettings;
}

/** Install, enable or a fresh code from the account's page; the code goes to the integrator by the install hook alone. */
export async function installWidget(
  env: WidgetInstallEnvironment,
  question: WidgetInstallQuestion,
): Promise<WidgetInstall | { readonly kind: 'refuse'; readonly reason: 'integration_unknown' }> {
  const { integrationId, accountId, userId, actor } = question;
  const now = env.clock.now();
  const { code, codeId, keyId } = env.tokenKeys.drawCode(accountId);
  const drawn = {
    newGrantId: env.random.uuid(),
    deliveryId: env.random.uuid(),
    code: { codeId, keyId, sealedCode: env.vault.seal(codePlace(codeId), code) },
  };
  return carryOut(
    env.store,
    async () => {
      const settings = await readSettings(env, question);
      return {
        facts: await env.store.installs.consentFacts({ integrationId, accountId, userId }),
        hasLiveWidget: await env.store.widgets.hasLive(integrationId),
        press: await readPress(env, question.press),
        settings,
        sent: sealSecrets(env, question, settings, question.sent),
      };
    },
    ({ facts, hasLiveWidget, press, settings, sent }): Decided<Awaited<ReturnType<typeof installWidget>>> =>
      facts === undefined
        ? { outcome: { kind: 'refuse', reason: 'integration_unknown' }, changes: [] }
        : decideWidgetInstall(
            { ...facts, hasLiveWidget, settings },
            { userId, actor, codeChallenge: undefined, press, sent, ...drawn },
            now,
          ),
  );
}
