import { permits } from '../access/actions.ts';
import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';
import type { NewWidget } from './widget-change.ts';

/** How many versions of a widget an integration keeps. @see docs/spec/dialect.md#widget-archive */
export const widgetVersionsMax = 100;

/** What decides about a widget's versions. */
export interface WidgetFacts {
  readonly integration: IntegrationFacts | undefined;
  /** Numbers of the versions kept, in any order. */
  readonly numbers: readonly number[];
  readonly live: number | undefined;
}

type Withheld = Refusal<'forbidden' | 'unknown' | 'external_has_no_widget'>;

/** A new version, with the next number. It is not live before it is chosen. */
export function decideUpload(
  facts: WidgetFacts,
  widget: NewWidget,
  by: RegistryActor,
  now: Instant,
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

/** Makes a version the live one, or with `undefined` none. */
export function decideLiveWidget(
  facts: WidgetFacts,
  number: number | undefined,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'chosen' } | Withheld | Refusal<'no_such_version'>> {
  const withheld = withheldFor(facts, by);
  if (withheld !== undefined) return refuse(withheld);
  if (number !== undefined && !facts.numbers.includes(number)) return refuse('no_such_version');
  if (number === facts.live) return { outcome: { kind: 'chosen' }, changes: [] };
  return changed(facts, { kind: 'chosen' }, (about) => ({
    kind: 'widget_chosen',
    ...about,
    number,
    at: now,
    actor: by.actor,
  }));
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
