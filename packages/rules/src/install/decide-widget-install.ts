import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { Consent, ConsentFacts, ConsentRequest } from './decide-consent.ts';
import { decideConsent } from './decide-consent.ts';
import type { DrawnHook } from './decide-end.ts';
import type { SentValue, SettingError, SettingsFacts } from './setting-fields.ts';
import { settleSettings } from './setting-fields.ts';

/** What a press on Install is judged by. */
export interface WidgetInstallFacts extends ConsentFacts {
  /** Whether the integration has a live version of its widget. */
  readonly hasLiveWidget: boolean;
  readonly settings: SettingsFacts;
}

export interface WidgetInstallRequest extends ConsentRequest, DrawnHook {
  /** The form's fields; not looked at where the integration is enabled already. */
  readonly sent: ReadonlyMap<string, SentValue>;
}

export type WidgetInstall =
  | { readonly kind: 'installed'; readonly wasEnabled: boolean }
  | { readonly kind: 'invalid'; readonly errors: readonly SettingError[] }
  | Refusal<'no_widget' | 'not_admin'>
  | Exclude<Consent, { readonly kind: 'granted' }>;

/**
 * An admin's press on an integration's page in their account: installs or enables it with its settings, or where it is
 * enabled sends a fresh code. In one commit: the installation, its settings, this admin's grant, a code, and the install
 * hook that brings the code.
 *
 * @see docs/spec/dialect.md#widget-install
 */
export function decideWidgetInstall(
  facts: WidgetInstallFacts,
  request: WidgetInstallRequest,
  now: Instant,
): Decided<WidgetInstall> {
  if (!facts.hasLiveWidget) return refuse('no_widget');
  if (facts.account !== undefined && facts.account.role !== 'admin') return refuse('not_admin');
  const { outcome, changes } = decideConsent(facts, { ...request, codeChallenge: undefined }, now);
  if (outcome.kind === 'refuse') return { outcome, changes: [] };
  const { accountId, code, installed } = outcome;
  const { integrationId, redirectUri } = facts.integration;
  const settled = installed ? settleSettings(facts.settings, request.sent) : undefined;
  if (settled?.kind === 'invalid') return { outcome: settled, changes: [] };
  const { kept, removed } = settled ?? { kept: [], removed: [] };
  const settings: Change[] =
    kept.length + removed.length > 0
      ? [
          {
            kind: 'settings_kept',
            accountId,
            integrationId,
            widget: facts.settings.widget,
            kept,
            removed,
            at: now,
            actor: request.actor,
          },
        ]
      : [];
  const delivery = {
    deliveryId: request.deliveryId,
    integrationId,
    hook: 'install',
    url: redirectUri,
    facts: { codeId: code.codeId },
  } as const;
  return {
    outcome: { kind: 'installed', wasEnabled: !installed },
    changes: [...changes.map(asSent), ...settings, { kind: 'hook_enqueued', accountId, delivery, at: now }],
    restsOn: [{ fact: 'integration', integrationId, is: { hasLiveWidget: true }, hold: 'share' }],
  };
}

/** The code goes out by hook: its sealed form is for the sender, and nobody may copy it. */
function asSent(change: Change): Change {
  return change.kind === 'code_issued' ? { ...change, code: { ...change.code, copyable: false } } : change;
}
