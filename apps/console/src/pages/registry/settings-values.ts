import type { IntegrationField, IntegrationFieldName, IntegrationFieldTable } from '@pristan/wire';
import { integrationField, integrationFieldNames } from '@pristan/wire';
import type { BodyOf } from '@pristan/wire/api';
import type { Integration } from '../../api/queries.ts';
import { scopes } from './scopes.ts';

/** Name of a field that the settings form asks for. */
export type SettingName = {
  [Name in IntegrationFieldName]: IntegrationFieldTable[Name]['form'] extends 'settings' ? Name : never;
}[IntegrationFieldName];

/** Values of the settings form as a person types them: URLs of a list one per line, scopes as checked. */
export type SettingValues = {
  readonly [Name in SettingName]: IntegrationFieldTable[Name]['type'] extends 'scopes' ? readonly string[] : string;
};

const order: readonly IntegrationField['type'][] = ['line', 'html', 'language', 'address', 'origins', 'scopes'];

/** Fields of the settings form from top to bottom: short texts, URLs, lists, checkboxes. */
export const settingNames = integrationFieldNames
  .filter((name): name is SettingName => integrationField(name).form === 'settings')
  .toSorted((one, other) => order.indexOf(integrationField(one).type) - order.indexOf(integrationField(other).type));

/** Settings of a stored integration, as the form shows them. */
export function settingValues(integration: Integration): SettingValues {
  return Object.fromEntries(settingNames.map((name) => [name, shownValue(name, integration)])) as SettingValues;
}

function shownValue(name: SettingName, integration: Integration): string | readonly string[] {
  const value = integration[name];
  if (typeof value !== 'object') return value;
  if (value === null) return '';
  return integrationField(name).type === 'scopes' ? scopes.filter((scope) => value.includes(scope)) : value.join('\n');
}

/** Body of the request that saves what a person changed. */
export function sentSettings(changed: Partial<SettingValues>): Omit<BodyOf<'edit_integration'>, 'version'> {
  const names = settingNames.filter((name) => changed[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, sentValue(name, changed[name])]));
}

function sentValue(name: SettingName, value: string | readonly string[] | undefined) {
  const { type, required } = integrationField(name);
  if (type === 'origins')
    return String(value)
      .split(/\s+/)
      .filter((origin) => origin !== '');
  return type === 'address' && !required && value === '' ? null : value;
}
