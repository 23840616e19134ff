import type { SettingInputView, SettingView } from '../../apps/server/src/install/settings-fields.tsx';
import { SettingsPage, type SettingsView } from '../../apps/server/src/install/settings-page.tsx';
import { ConfirmInstallPage, type ConfirmInstallView } from '../../apps/server/src/install/confirm-install-page.tsx';
import { form, viewer, type Sample } from './sample.ts';

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

/** The sample widget’s settings, as a refused submission returns them. */
const wrong: readonly SettingView[] = [
  changed(0, { inputs: [{ ...input, value: '', problem: 'required' }] }),
  changed(1, { inputs: [{ ...password, stored: false, again: true }] }),
  changed(3, { required: true, problem: 'required' }),
  changed(3, {
    inputs: [{ ...input, name: 'setting.extension.1', person: 'Анна Петрова', problem: 'control_characters' }],
  }),
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
];
