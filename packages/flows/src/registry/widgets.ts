import type { NewWidget, WidgetFacts } from '@pristan/rules';
import { blockingFindings, decideLiveWidget, decideUpload } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';
import { requesterMembership } from '../requester.ts';
import type { IntegrationTarget } from './integrations.ts';

export interface WidgetEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'registry' | 'installs' | 'widgets' | 'commit'>;
}

/** Adds a version of an integration's widget, from an archive that has been read successfully. */
export async function uploadWidget(
  env: WidgetEnvironment,
  about: IntegrationTarget,
  archive: NewWidget & { readonly bytes: Uint8Array },
) {
  const { bytes, ...widget } = archive;
  const now = env.clock.now();
  const refused = await refusedAtOnce(env, about, widget);
  if (refused !== undefined) return refused;
  await env.store.widgets.keepArchive(widget.sha256, bytes, now);
  return carryOut(
    env.store,
    () => readWidgetFacts(env, about),
    ({ facts, by }) => decideUpload(facts, widget, { by, now }),
  );
}

/** Makes a version of the widget live; `undefined` makes none live. */
export async function chooseWidget(env: WidgetEnvironment, about: IntegrationTarget, number: number | undefined) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readWidgetFacts(env, about),
    ({ facts, by }) => decideLiveWidget(facts, number, { by, now }),
  );
}

/** Checks a widget upload before it is stored, so that a refused archive leaves no bytes behind. */
async function refusedAtOnce(env: WidgetEnvironment, about: IntegrationTarget, widget: NewWidget) {
  const { facts, by } = await readWidgetFacts(env, about);
  const { outcome } = decideUpload(facts, widget, { by, now: env.clock.now() });
  return outcome.kind === 'refuse' ? outcome : undefined;
}

async function readWidgetFacts(env: WidgetEnvironment, { accountId, integrationId, by }: IntegrationTarget) {
  const versions = await env.store.widgets.versions(accountId, integrationId);
  const facts: WidgetFacts = {
    integration: await env.store.registry.integration(accountId, integrationId),
    numbers: versions.map(({ number }) => number),
    live: versions.find(({ live }) => live)?.number,
    unfinished: versions.filter(({ report }) => blockingFindings(report.checks).length > 0).map(({ number }) => number),
  };
  return { facts, by: await requesterMembership(env, accountId, by) };
}
