import type { z } from 'zod';
import { aboutContracts } from './about.contract.ts';
import { activityContracts } from './activity.contract.ts';
import { adoptionContracts } from './adoption.contract.ts';
import type { SchemaOf } from './contract.ts';
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

type InputOf<Schema> = Schema extends z.ZodType ? Immutable<z.input<Schema>> : undefined;

type Immutable<Value> = Value extends object ? { readonly [Name in keyof Value]: Immutable<Value[Name]> } : Value;

/** JSON of the answer of an endpoint; undefined when it has no body. */
export type AnswerOf<Id extends keyof Contracts> =
  SchemaOf<Contracts[Id], 'answer'> extends infer Schema extends z.ZodType ? z.output<Schema> : undefined;

/** JSON of the body that an endpoint takes. */
export type BodyOf<Id extends keyof Contracts> = InputOf<SchemaOf<Contracts[Id], 'body'>>;

/** Query parameters that an endpoint takes, as its schema reads them. */
export type QueryOf<Id extends keyof Contracts> = InputOf<SchemaOf<Contracts[Id], 'query'>>;
