import type { IntegrationText } from '@pristan/rules';
import { decideSaveText, decideRemoveText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { IntegrationTarget, RegistryEnvironment } from './integrations.ts';
import { readIntegrationTarget } from './integrations.ts';

/** Replaces an integration's name and description in one language. `descriptionHtml` must be sanitised. */
export async function saveText(
  env: RegistryEnvironment,
  edit: IntegrationTarget & { readonly text: IntegrationText; readonly expectedVersion: number },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readIntegrationTarget(env, edit),
    ({ integration, by }) => decideSaveText(integration, edit, { by, now }),
  );
}

/** Removes an integration's name and description in a language other than its main one. */
export async function removeText(
  env: RegistryEnvironment,
  edit: IntegrationTarget & { readonly language: TextLanguage; readonly expectedVersion: number },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readIntegrationTarget(env, edit),
    ({ integration, by }) => decideRemoveText(integration, edit, { by, now }),
  );
}
