import type {
  FreshCodes,
  FreshCodesSwitch,
  SaveSettings,
  SentValue,
  SettingsFacts,
  SettingsStatement,
  Statement,
} from '@pristan/rules';
import { decideFreshCodesSwitch, decideSettings, settingFields, settingProblem } from '@pristan/rules';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOut } from '../carry-out.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { StoredSetting } from '../ports/configure-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Vault } from '../ports/environment.ts';
import type { Requester } from '../requester.ts';
import { requesterMembership } from '../requester.ts';
import { settingAssociatedData } from '../sealed.ts';
import { readSettingsStatement } from './statements.ts';

export interface ConfigureEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'configure' | 'commit'>;
}

export interface ConfigureQuestion<Stated extends Statement = Statement> {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Requester;
  readonly press: SubmittedConfirmation<Stated> | undefined;
}

/** Submitted values of widget settings, in clear. `null` removes a value; an absent secret stays as it is. */
export type SubmittedSettings = ReadonlyMap<string, string | null>;

/** Stores all settings of an installation's widget in one commit. */
export async function saveSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement> & { readonly press: undefined },
  sent: SubmittedSettings,
): Promise<SaveSettings>;
export async function saveSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement>,
  sent: SubmittedSettings,
): Promise<SaveSettings | NotCarriedOut>;
export async function saveSettings(
  env: ConfigureEnvironment,
  question: ConfigureQuestion<SettingsStatement>,
  sent: SubmittedSettings,
): Promise<SaveSettings | NotCarriedOut> {
  const now = env.clock.now();
  const { press } = question;
  return carryOutConfirmed(env, press, {
    read: async () => {
      const settings = await readSettings(env, question);
      return {
        ...(await readFacts(env, question)),
        settings,
        sealed: sealSecrets(env, question, { facts: settings, sent }),
        stated: press && (await readSettingsStatement(env, { ...question, userId: press.userId })),
      };
    },
    state: ({ stated }) => stated,
    decide: ({ sealed, ...facts }) => decideSettings(facts, sealed, now),
  });
}

/** Allows or forbids the developer's server to request authorization codes for an installation. */
export async function switchFreshCodes(
  env: ConfigureEnvironment,
  question: Omit<ConfigureQuestion, 'press'>,
  freshCodes: FreshCodes,
): Promise<FreshCodesSwitch> {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readFacts(env, question),
    (facts) => decideFreshCodesSwitch(facts, freshCodes, now),
  );
}

type Installation = Pick<ConfigureQuestion, 'accountId' | 'integrationId'>;

/** Reads the facts that decide which widget settings an installation may store. */
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

/** Prepares submitted setting values for the rules: seals secrets, leaves out values of unknown fields. */
export function sealSecrets(
  env: Pick<ConfigureEnvironment, 'vault'>,
  installation: Installation,
  { facts, sent }: { readonly facts: SettingsFacts; readonly sent: SubmittedSettings },
): ReadonlyMap<string, SentValue> {
  const fields = new Map(settingFields(facts.settings, facts.userIds).map((one) => [one.field, one]));
  return new Map(
    [...sent].map(([field, text]): [string, SentValue] => {
      const known = fields.get(field);
      if (text === null || known === undefined) return [field, { kind: 'nothing' }];
      if (!known.secret) return [field, { kind: 'clear', text }];
      const sealed = env.vault.seal(settingAssociatedData(installation, field), text);
      return [field, { kind: 'sealed', sealed, problem: settingProblem(text, known.setting.type) }];
    }),
  );
}

async function readFacts(env: ConfigureEnvironment, question: Omit<ConfigureQuestion, 'press'>) {
  const { accountId, integrationId } = question;
  const configuration = await env.store.configure.configuration(accountId, integrationId);
  return {
    installation: configuration === undefined ? undefined : { accountId, integrationId, ...configuration },
    by: await requesterMembership(env, accountId, question.by),
  };
}
