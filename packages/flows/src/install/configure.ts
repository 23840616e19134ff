import type {
  FreshCodes,
  FreshCodesStatement,
  FreshCodesSwitch,
  KeepSettings,
  SentValue,
  SettingsFacts,
  SettingsStatement,
  Statement,
} from '@pristan/rules';
import { decideFreshCodesSwitch, decideSettings, settingFields, settingProblem } from '@pristan/rules';
import type { AskedBefore, PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { StoredSetting } from '../ports/configure-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Vault } from '../ports/world.ts';
import type { Asker } from './end.ts';
import { placeOf } from './end.ts';
import { stateFreshCodes, stateSettings } from './statements.ts';

export interface ConfigureEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'configure' | 'commit'>;
}

export interface ConfigureQuestion<Stated extends Statement = Statement> {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Asker;
  readonly press: PressedToken<Stated> | undefined;
}

/** Values as they were sent, in clear; `null` takes one away, what is absent of secret ones stays. */
export type SentSettings = ReadonlyMap<string, string | null>;

/** Stores the settings of an installation's widget, all at once. */
export async function keepSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement> & { readonly press: undefined },
  sent: SentSettings,
): Promise<KeepSettings>;
export async function keepSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement>,
  sent: SentSettings,
): Promise<KeepSettings | AskedBefore>;
export async function keepSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement>,
  sent: SentSettings,
): Promise<KeepSettings | AskedBefore> {
  const now = env.clock.now();
  const { press } = question;
  return carryOutConfirmed(env, press, {
    read: async () => {
      const settings = await readSettings(env, question);
      return {
        ...(await readFacts(env, question)),
        settings,
        sealed: sealSecrets(env, question, settings, sent),
        stated: press && (await stateSettings(env, { ...question, userId: press.userId })),
      };
    },
    state: ({ stated }) => stated,
    decide: ({ sealed, ...facts }) => decideSettings(facts, sealed, now),
  });
}

/** Lets the integrator's server ask for codes of an installation, or forbids it. */
export async function switchFreshCodes(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<FreshCodesStatement> & { readonly press: undefined },
  freshCodes: FreshCodes,
): Promise<FreshCodesSwitch>;
export async function switchFreshCodes(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<FreshCodesStatement>,
  freshCodes: FreshCodes,
): Promise<FreshCodesSwitch | AskedBefore>;
export async function switchFreshCodes(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<FreshCodesStatement>,
  freshCodes: FreshCodes,
): Promise<FreshCodesSwitch | AskedBefore> {
  const now = env.clock.now();
  const { press } = question;
  return carryOutConfirmed(env, press, {
    read: async () => ({
      ...(await readFacts(env, question)),
      stated: press && (await stateFreshCodes(env, { ...question, userId: press.userId })),
    }),
    state: ({ stated }) => stated,
    decide: (facts) => decideFreshCodesSwitch(facts, freshCodes, now),
  });
}

type Installation = Pick<ConfigureQuestion, 'accountId' | 'integrationId'>;

/** What the settings of an installation are judged by. */
export async function readSettings(
  env: Pick<ConfigureEnvironment, 'store'>,
  { accountId, integrationId }: Installation,
): Promise<SettingsFacts & { readonly stored: readonly StoredSetting[] }> {
  const { configure } = env.store;
  const [live, stored, people] = await Promise.all([
    configure.liveWidget(integrationId),
    configure.storedSettings(accountId, integrationId),
    configure.people(accountId),
  ]);
  return { widget: live?.number, settings: live?.settings ?? [], stored, userIds: people.map(({ userId }) => userId) };
}

/** What was sent, as rules may see it: no secret in clear, and nothing at all of what no field asks for. */
export function sealSecrets(
  env: Pick<ConfigureEnvironment, 'vault'>,
  installation: Installation,
  facts: SettingsFacts,
  sent: SentSettings,
): ReadonlyMap<string, SentValue> {
  const fields = new Map(settingFields(facts.settings, facts.userIds).map((one) => [one.field, one]));
  return new Map(
    [...sent].map(([field, text]): [string, SentValue] => {
      const known = fields.get(field);
      if (text === null || known === undefined) return [field, { kind: 'nothing' }];
      if (!known.secret) return [field, { kind: 'clear', text }];
      const sealed = env.vault.seal(settingPlace(installation, field), text);
      return [field, { kind: 'sealed', sealed, problem: settingProblem(text, known.setting.type) }];
    }),
  );
}

/** Where a secret setting is sealed: it can be opened for no other account, integration or field. */
export function settingPlace({ accountId, integrationId }: Installation, field: string) {
  return { table: 'installation_settings', column: 'sealed', id: `${accountId} ${integrationId} ${field}` };
}

async function readFacts(env: ConfigureEnvironment, question: ConfigureQuestion) {
  const { accountId, integrationId } = question;
  const configuration = await env.store.configure.configuration(accountId, integrationId);
  return {
    installation: configuration === undefined ? undefined : { accountId, integrationId, ...configuration },
    by: await placeOf(env, accountId, question.by),
  };
}
