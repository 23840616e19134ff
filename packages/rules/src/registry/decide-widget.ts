import { permits } from '../access/actions.ts';
import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';
import type { NewWidget } from './widget-change.ts';

/** Maximum number of a widget's versions. @see docs/spec/dialect.md#widget-archive */
export const widgetVersionsMax = 100;

/** The facts that uploading or choosing a version of a widget depends on. */
export interface WidgetFacts {
  readonly integration: IntegrationFacts | undefined;
  /** The numbers of the stored widget versions, in any order. */
  readonly numbers: readonly number[];
  readonly live: number | undefined;
  /** The numbers of widget versions that do not meet a requirement of publication. */
  readonly unfinished: readonly number[];
}

type Withheld = Refusal<'forbidden' | 'unknown' | 'external_has_no_widget'>;

/** Stores a new version of a widget with the next number. Accounts do not get the version until it is chosen. */
export function decideUpload(
  facts: WidgetFacts,
  widget: NewWidget,
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'uploaded'; readonly number: number } | Withheld | Refusal<'too_many_versions'>> {
  const withheld = withheldFor(facts, by);
  if (withheld !== undefined) return refuse(withheld);
  if (facts.numbers.length >= widgetVersionsMax) return refuse('too_many_versions');
  const number = Math.max(0, ...facts.numbers) + 1;
  return changed(facts, { kind: 'uploaded', number }, (about) => ({
    kind: 'widget_uploaded',
    ...about,
    number,
    widget,
    at: now,
    actor: by.actor,
  }));
}

/**
 * Chooses the widget version that accounts get, or with `undefined` none. Every account gets a published integration's
 * chosen version, so a version that does not meet a requirement of publication is refused there.
 */
export function decideLiveWidget(
  facts: WidgetFacts,
  number: number | undefined,
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'chosen' } | Withheld | Refusal<'no_such_version' | 'unfinished'>> {
  const withheld = withheldFor(facts, by);
  if (withheld !== undefined) return refuse(withheld);
  if (number !== undefined && !facts.numbers.includes(number)) return refuse('no_such_version');
  if (number === facts.live) return { outcome: { kind: 'chosen' }, changes: [] };
  const unfinished = number !== undefined && facts.unfinished.includes(number);
  if (unfinished && facts.integration?.published === true) return refuse('unfinished');
  const decided = changed<{ readonly kind: 'chosen' }>(facts, { kind: 'chosen' }, (about) => ({
    kind: 'widget_chosen',
    ...about,
    number,
    at: now,
    actor: by.actor,
  }));
  const { integrationId = '' } = facts.integration ?? {};
  return unfinished
    ? { ...decided, restsOn: [{ fact: 'integration', integrationId, is: { published: false }, hold: 'write' }] }
    : decided;
}

function withheldFor({ integration }: WidgetFacts, by: RegistryActor): Withheld['reason'] | undefined {
  if (!('operator' in by) && !permits(by.membership, 'integration.edit')) return 'forbidden';
  if (integration === undefined) return 'unknown';
  return integration.kind === 'external' ? 'external_has_no_widget' : undefined;
}

function changed<Outcome>(
  { integration }: WidgetFacts,
  outcome: Outcome,
  change: (about: { accountId: number; integrationId: string }) => Change,
): Decided<Outcome> {
  if (integration === undefined) return { outcome, changes: [] };
  const { accountId, integrationId } = integration;
  return { outcome, changes: [change({ accountId, integrationId })] };
}
