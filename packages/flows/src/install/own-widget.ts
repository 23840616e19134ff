import type { WidgetSetting } from '@pristan/rules';
import { settingFields } from '@pristan/rules';
import type { Store } from '../ports/store.ts';
import type { Vault } from '../ports/environment.ts';
import { settingAssociatedData } from '../sealed.ts';

export interface OwnWidgetEnvironment {
  readonly vault: Vault;
  readonly store: Pick<Store, 'configure'>;
}

/**
 * An integration's widget with the settings that an account entered, secrets in clear. Only the integration itself may
 * read it.
 */
export interface OwnWidget {
  readonly version: string | undefined;
  readonly settings: readonly WidgetSetting[];
  /**
   * Setting values by key: a text; for type `users` a text per user id; for `users_lp` a login and password per user
   * id.
   */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Reads the live version of the integration's widget, with the setting values of one installation. @returns `undefined`
 * when no version is live
 */
export async function ownWidget(
  env: OwnWidgetEnvironment,
  installation: { readonly accountId: number; readonly integrationId: string },
): Promise<OwnWidget | undefined> {
  const { accountId, integrationId } = installation;
  const { configure } = env.store;
  const [live, stored, people] = await Promise.all([
    configure.liveWidget(integrationId),
    configure.storedSettings(accountId, integrationId),
    configure.people(accountId),
  ]);
  if (live === undefined) return undefined;
  const kept = new Map(stored.map((value) => [value.field, value]));
  const values = new Map<string, unknown>();
  for (const { field, setting, userId, secret } of settingFields(
    live.settings,
    people.map((person) => person.userId),
  )) {
    const value = kept.get(field);
    if (value === undefined || 'sealed' in value !== secret) continue;
    const text =
      'sealed' in value ? env.vault.open(settingAssociatedData(installation, field), value.sealed) : value.value;
    if (userId === undefined) values.set(setting.key, text);
    else {
      const before = (values.get(setting.key) ?? {}) as Record<string, unknown>;
      const one =
        setting.type === 'users'
          ? text
          : { ...(before[userId] as object | undefined), [secret ? 'password' : 'login']: text };
      values.set(setting.key, { ...before, [userId]: one });
    }
  }
  return { ...live, values: Object.fromEntries(values) };
}
