import type { NewWidget, WidgetFacts } from '@pristan/rules';
import { decideLiveWidget, decideUpload } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import { placeOf } from '../install/end.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { About } from './integrations.ts';

export interface WidgetEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'registry' | 'installs' | 'widgets' | 'commit'>;
}

/** A new version of an integration's widget, from an archive that was opened and found in order. */
export async function uploadWidget(
  env: WidgetEnvironment,
  about: About,
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
    ({ facts, by }) => decideUpload(facts, widget, by, now),
  );
}

/** Makes a version the live one; `undefined`: none is. */
export async function chooseWidget(env: WidgetEnvironment, about: About, number: number | undefined) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readWidgetFacts(env, about),
    ({ facts, by }) => decideLiveWidget(facts, number, by, now),
  );
}

/** So that the bytes of a refused upload are not kept. */
async function refusedAtOnce(env: WidgetEnvironment, about: About, widget: NewWidget) {
  const { facts, by } = await readWidgetFacts(env, about);
  const { outcome } = decideUpload(facts, widget, by, env.clock.now());
  return outcome.kind === 'refuse' ? outcome : undefined;
}

async function readWidgetFacts(env: WidgetEnvironment, { accountId, integrationId, by }: About) {
  const versions = await env.store.widgets.versions(accountId, integrationId);
  const facts: WidgetFacts = {
    integration: await env.store.registry.integration(accountId, integrationId),
    numbers: versions.map(({ number }) => number),
    live: versions.find(({ live }) => live)?.number,
  };
  return { facts, by: await placeOf(env, accountId, by) };
}
