import type { Actor, Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { GrantingFacts, NotGranted } from '../granting.ts';
import { firstEpoch, giveGrant } from '../granting.ts';
import type { Instant } from '../instant.ts';
import type { CodeReceiver, DrawnCode } from '../new-code.ts';
import { newCode } from '../new-code.ts';
import type { DrawnHook } from './decide-end.ts';
import type { SentValue, SettingError, SettingsFacts } from './setting-fields.ts';
import { resolveSettings } from './setting-fields.ts';

/** The facts that installing from an integration's page depends on. @see docs/spec/dialect.md#widget-install */
export interface WidgetInstallFacts extends GrantingFacts {
  readonly integration: GrantingFacts['integration'] & CodeReceiver;
  readonly hasLiveWidget: boolean;
  readonly settings: SettingsFacts;
}

export interface WidgetInstallRequest extends DrawnHook {
  readonly userId: number;
  readonly actor: Actor;
  /** Generated before the rule. */
  readonly newGrantId: string;
  readonly code: DrawnCode;
  /** The form's fields; ignored where the integration is already enabled. */
  readonly sent: ReadonlyMap<string, SentValue>;
}

export type WidgetInstall =
  | { readonly kind: 'installed'; readonly wasEnabled: boolean }
  | { readonly kind: 'invalid'; readonly errors: readonly SettingError[] }
  | Refusal<'no_widget' | 'not_admin'>
  | NotGranted;

/**
 * An admin installs or enables an integration from its page in their account, with its settings; where it is already
 * enabled, a fresh code is sent. One commit stores the installation, its settings, the admin's grant, a code, and the
 * install hook that brings the code.
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
  const given = giveGrant(facts, request, now);
  if (given.kind === 'refuse') return { outcome: given, changes: [] };
  const { accountId, grantId, installs } = given;
  const { integrationId, redirectUri, keyEpoch } = facts.integration;
  const settled = installs ? resolveSettings(facts.settings, request.sent) : undefined;
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
    facts: { codeId: request.code.codeId },
    cause: { grantId, epoch: facts.epoch ?? firstEpoch, keyEpoch },
  } as const;
  // The hook brings the code: its sealed form is for the sender, and nobody may copy it.
  const code = { ...newCode(request.code, { ...facts.integration, grantId }, undefined, now), copyable: false };
  return {
    outcome: { kind: 'installed', wasEnabled: !installs },
    changes: [
      ...given.changes,
      { kind: 'code_issued', accountId, code, actor: request.actor },
      ...settings,
      { kind: 'hook_enqueued', accountId, delivery, at: now },
    ],
    restsOn: [{ fact: 'integration', integrationId, is: { hasLiveWidget: true }, hold: 'share' }],
  };
}
