import type { IntegrationText } from '@pristan/rules';
import { decideKeepText, decideRemoveText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { About, RegistryEnvironment } from './integrations.ts';
import { readAbout } from './integrations.ts';

/** What people read of an integration in one language, replaced. `descriptionHtml` comes sanitised. */
export async function keepText(
  env: RegistryEnvironment,
  edit: About & { readonly text: IntegrationText; readonly expectedVersion: number },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readAbout(env, edit),
    ({ integration, by }) => decideKeepText(integration, edit, by, now),
  );
}

/** The text in a further language, taken away. */
export async function removeText(
  env: RegistryEnvironment,
  edit: About & { readonly language: TextLanguage; readonly expectedVersion: number },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readAbout(env, edit),
    ({ integration, by }) => decideRemoveText(integration, edit, by, now),
  );
}
