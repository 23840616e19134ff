import { aboutContracts } from './about.contract.ts';
import { activityContracts } from './activity.contract.ts';
import { adoptionContracts } from './adoption.contract.ts';
import { withIds } from './contract.ts';
import { credentialContracts } from './credentials.contract.ts';
import { hookContracts } from './hooks.contract.ts';
import { installationContracts } from './installations.contract.ts';
import { integrationContracts } from './integrations.contract.ts';
import { meContracts } from './me.contract.ts';
import { memberContracts } from './members.contract.ts';
import { noticeContracts } from './notices.contract.ts';
import { settingContracts } from './settings.contract.ts';
import { textContracts } from './texts.contract.ts';
import { tokenContracts } from './tokens.contract.ts';
import { widgetContracts } from './widgets.contract.ts';

/** The contract of every endpoint of `/api/platform`, by the ID of its operation. */
export const contracts = withIds({
  ...aboutContracts,
  ...activityContracts,
  ...adoptionContracts,
  ...credentialContracts,
  ...hookContracts,
  ...installationContracts,
  ...integrationContracts,
  ...meContracts,
  ...memberContracts,
  ...noticeContracts,
  ...settingContracts,
  ...textContracts,
  ...tokenContracts,
  ...widgetContracts,
});

export type Contracts = typeof contracts;
