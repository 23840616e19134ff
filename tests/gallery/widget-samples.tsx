import { AccountPage } from '../../apps/server/src/pages/install/account-page.tsx';
import type { SentCodeView, WidgetView } from '../../apps/server/src/pages/install/widget-section.tsx';
import type { SettingInputView, SettingView } from '../../apps/server/src/pages/install/settings-fields.tsx';
import { SettingsPage, type SettingsView } from '../../apps/server/src/pages/install/settings-page.tsx';
import {
  ConfirmInstallPage,
  type ConfirmInstallView,
} from '../../apps/server/src/pages/install/confirm-install-page.tsx';
import { page } from './install-samples.tsx';
import { day, form, hour, minute, now, viewer, type Sample } from './sample.ts';

const install: ConfirmInstallView = {
  kind: 'public',
  what: 'install',
  account: 'Ромашка',
  integration: 'Телефония Волна',
  owner: 'Волна',
  scopes: ['crm', 'files', 'notifications'],
  unreviewed: [],
  receiver: 'hooks.volna.example',
  settings: [],
  trouble: null,
  form: form('/install'),
  backUrl: '/accounts/1',
};

/** One integration with a widget, and a code that went out. */
const sentCode = (state: 'enabled' | 'disabled', ...codes: readonly SentCodeView[]) => (
  <AccountPage
    {...page}
    installations={page.installations
      .filter((one) => one.state === state)
      .map((one) => ({ ...one, refused: [], grants: one.grants.slice(0, 1), enable: null }))}
    own={[]}
    widgets={Object.fromEntries(
      page.installations.map((one): [string, WidgetView] => [
        one.clientId,
        {
          url: '/install',
          settingsUrl: codes.length > 1 ? '/settings' : null,
          sent: codes,
          freshCodes:
            state === 'enabled'
              ? { now: codes.length > 1 ? 'allowed' : 'forbidden', change: form('/fresh-codes') }
              : null,
        },
      ]),
    )}
    done={state === 'enabled' ? { what: 'installed', name: 'Acme Mail' } : null}
  />
);

const sent = {
  person: 'Анна Петрова',
  at: now - 4 * minute,
  exchangedAt: null,
  status: 200,
  tookMs: 240,
} as const;

const input: SettingInputView = {
  name: 'setting.login',
  person: null,
  part: 'line',
  value: 'romashka',
  stored: false,
  removal: null,
  again: false,
  lengthMax: 1000,
  problem: null,
};

const phone = (person: string, name: string): SettingInputView[] => [
  { ...input, person, name: `setting.phone.${name}.login`, part: 'login', value: name },
  {
    ...input,
    person,
    name: `setting.phone.${name}.password`,
    part: 'password',
    value: '',
    stored: name === 'anna',
    removal: name === 'anna' ? `remove.phone.${name}.password` : null,
  },
];

const password: SettingInputView = { ...input, name: 'setting.password', part: 'password', value: '', stored: true };

const settings: readonly SettingView[] = [
  { id: 'login', label: 'Логин в телефонии', required: true, problem: null, inputs: [input] },
  { id: 'password', label: 'Пароль', required: true, problem: null, inputs: [password] },
  {
    id: 'token',
    label: 'Ключ API',
    required: false,
    problem: null,
    inputs: [{ ...password, name: 'setting.token', removal: 'remove.token' }],
  },
  {
    id: 'extension',
    label: 'Внутренний номер',
    required: false,
    problem: null,
    inputs: [
      { ...input, name: 'setting.extension.1', person: 'Анна Петрова', value: '101' },
      { ...input, name: 'setting.extension.2', person: 'Вера Сомова', value: '' },
    ],
  },
  {
    id: 'phone',
    label: 'Учётные записи',
    required: false,
    problem: null,
    inputs: [...phone('Анна Петрова', 'anna'), ...phone('Вера Сомова', 'vera')],
  },
  {
    id: 'rules',
    label: 'Правила распределения звонков',
    required: false,
    problem: null,
    inputs: [{ ...input, name: 'setting.rules', part: 'lines', value: '{"queue": [101, 102]}' }],
  },
];

const changed = (index: number, change: Partial<SettingView>): SettingView => ({
  id: '',
  label: '',
  required: false,
  problem: null,
  inputs: [],
  ...settings[index],
  ...change,
});

/** The same as they come back from a press that would not do. */
const wrong: readonly SettingView[] = [
  changed(0, { inputs: [{ ...input, value: '', problem: 'required' }] }),
  changed(1, { inputs: [{ ...password, stored: false, again: true }] }),
  changed(3, { required: true, problem: 'required' }),
  changed(5, { inputs: [{ ...input, name: 'setting.rules', part: 'lines', problem: 'control_characters' }] }),
];

const settingsPage: SettingsView = {
  account: 'Ромашка',
  integration: 'Телефония Волна',
  owner: 'Волна',
  settings,
  trouble: null,
  form: form('/settings'),
  backUrl: '/accounts/1',
};

export const widgetSamples: readonly Sample[] = [
  { name: 'confirm-install', viewer, node: <ConfirmInstallPage {...install} /> },
  {
    name: 'confirm-install-unreviewed',
    viewer,
    node: (
      <ConfirmInstallPage
        {...install}
        unreviewed={[
          { fact: 'redirect_uri', added: ['hooks.volna.example'], gone: ['volna.example'] },
          { fact: 'widget', added: ['12'], gone: ['9'] },
        ]}
      />
    ),
  },
  {
    name: 'confirm-install-enable',
    viewer,
    node: (
      <ConfirmInstallPage
        {...install}
        what="enable"
        integration="Интеграция с очень длинным названием, которое придумали для двух строк"
        scopes={[]}
        receiver="a-rather-long-host-name.integrations.department.acme-mail.example:8443"
      />
    ),
  },
  { name: 'confirm-install-code', viewer, node: <ConfirmInstallPage {...install} what="code" scopes={['crm']} /> },
  {
    name: 'widget-code-waiting',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'waiting', delivery: 'delivered' }),
  },
  {
    name: 'widget-code-on-its-way',
    viewer,
    node: sentCode('enabled', { ...sent, at: now, code: 'waiting', delivery: 'pending', status: null, tookMs: null }),
  },
  {
    name: 'widget-code-exchanged',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'exchanged', delivery: 'delivered', exchangedAt: now - minute }),
  },
  {
    name: 'widget-code-expired',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'expired', delivery: 'failed', status: null, at: now - day }),
  },
  {
    name: 'widget-codes',
    viewer,
    node: sentCode(
      'enabled',
      { ...sent, person: null, code: 'waiting', delivery: 'delivered' },
      { ...sent, person: null, at: now - hour, code: 'expired', delivery: 'failed', status: null },
      { ...sent, at: now - 3 * day, code: 'exchanged', delivery: 'delivered', exchangedAt: now - 3 * day + 2 * minute },
    ),
  },
  { name: 'settings', viewer, node: <SettingsPage {...settingsPage} /> },
  { name: 'settings-wrong', viewer, node: <SettingsPage {...settingsPage} settings={wrong} trouble="invalid" /> },
  {
    name: 'confirm-install-settings',
    viewer,
    node: (
      <ConfirmInstallPage
        {...install}
        settings={[
          ...settings.slice(0, 1),
          { id: 'password', label: 'Пароль', required: true, problem: null, inputs: [{ ...password, stored: false }] },
        ]}
      />
    ),
  },
  {
    name: 'widget-code-unknown',
    viewer,
    node: sentCode('disabled', { ...sent, code: 'waiting', delivery: 'unknown', status: null, tookMs: null }),
  },
];
