import { permits } from '../access/actions.ts';
import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { FreshCodes } from '../fresh-codes.ts';
import type { Instant } from '../instant.ts';
import type { EndRequester } from './decide-end.ts';
import type { SentValue, SettingError, SettingsFacts } from './setting-fields.ts';
import { resolveSettings } from './setting-fields.ts';

/** An installation whose settings are changed, enabled or not, and the user who changes them. */
export interface ConfigureFacts {
  readonly installation:
    { readonly accountId: number; readonly integrationId: string; readonly freshCodes: FreshCodes } | undefined;
  readonly by: EndRequester;
}

type Withheld = Refusal<'forbidden' | 'not_installed'>;

export type SaveSettings =
  { readonly kind: 'kept' } | { readonly kind: 'invalid'; readonly errors: readonly SettingError[] } | Withheld;

/** Decides an admin's new settings of an installation's widget, stored all at once. */
export function decideSettings(
  facts: ConfigureFacts & { readonly settings: SettingsFacts },
  sent: ReadonlyMap<string, SentValue>,
  now: Instant,
): Decided<SaveSettings> {
  if (!mayConfigure(facts.by)) return refuse('forbidden');
  if (facts.installation === undefined) return refuse('not_installed');
  const settled = resolveSettings(facts.settings, sent);
  if (settled.kind === 'invalid') return { outcome: settled, changes: [] };
  const { accountId, integrationId } = facts.installation;
  const { kept, removed } = settled;
  const about = { accountId, integrationId, at: now, actor: facts.by.actor };
  return {
    outcome: { kind: 'kept' },
    changes:
      kept.length + removed.length > 0
        ? [{ kind: 'settings_kept', ...about, widget: facts.settings.widget, kept, removed }]
        : [],
  };
}

export type FreshCodesSwitch = { readonly kind: 'switched' } | Withheld;

/**
 * Allows or forbids the integrator's server to request new authorization codes of this installation; for admins only.
 */
export function decideFreshCodesSwitch(
  facts: ConfigureFacts,
  freshCodes: FreshCodes,
  now: Instant,
): Decided<FreshCodesSwitch> {
  if (!mayConfigure(facts.by)) return refuse('forbidden');
  if (facts.installation === undefined) return refuse('not_installed');
  const { accountId, integrationId } = facts.installation;
  const switched: Change[] =
    facts.installation.freshCodes === freshCodes
      ? []
      : [{ kind: 'fresh_codes_switched', accountId, integrationId, freshCodes, at: now, actor: facts.by.actor }];
  return { outcome: { kind: 'switched' }, changes: switched };
}

function mayConfigure(by: EndRequester): boolean {
  return 'operator' in by || permits(by.membership, 'installation.configure');
}
