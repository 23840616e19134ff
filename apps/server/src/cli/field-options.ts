import type { IntegrationField, IntegrationFieldName, IntegrationFieldTable, RequiredFieldName } from '@pristan/wire';
import { integrationField, integrationFieldNames, isTextLanguage, textLanguages } from '@pristan/wire';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { SentFields } from '../registry/integration-body.ts';
import { CommandRefused } from './program.ts';

type CamelCase<Flag extends string> = Flag extends `${infer Start}-${infer Rest}`
  ? `${Start}${Capitalize<CamelCase<Rest>>}`
  : Flag;

type OptionName<Name extends IntegrationFieldName> = CamelCase<IntegrationFieldTable[Name]['option']['flag']>;

type OptionValue<Name extends IntegrationFieldName> = IntegrationFieldTable[Name]['type'] extends 'origins' | 'scopes'
  ? readonly string[]
  : string;

/** The fields of an integration as options of a command, by the names that commander gives them. */
export type FieldOptions = { readonly [Name in RequiredFieldName as OptionName<Name>]: OptionValue<Name> } & {
  readonly [Name in Exclude<IntegrationFieldName, RequiredFieldName> as OptionName<Name>]?:
    OptionValue<Name> | undefined;
};

/** Adds an option for each field of an integration; those of required fields come first. */
export function addFieldOptions(command: Command): Command {
  const isRequired = (name: IntegrationFieldName): boolean => integrationField(name).required;
  for (const name of integrationFieldNames.filter(isRequired)) {
    const { option } = integrationField(name);
    command.requiredOption(`--${option.flag} <${option.value}>`, option.what);
  }
  for (const name of integrationFieldNames.filter((one) => !isRequired(one))) {
    const { option, type } = integrationField(name);
    const flags = `--${option.flag} <${option.value}>`;
    if (isList(type)) command.option(flags, option.what, collect);
    else command.option(flags, option.what);
  }
  return command;
}

/** The fields that a person gave as options. @throws CommandRefused for a language that no text can have */
export function fieldsOf(options: FieldOptions): SentFields {
  const given: Readonly<Record<string, string | readonly string[] | undefined>> = { ...options };
  const sent: SentFields = Object.fromEntries(
    integrationFieldNames.map((name) => [
      name,
      given[new Option(`--${integrationField(name).option.flag}`).attributeName()],
    ]),
  );
  if (typeof sent.language === 'string' && !isTextLanguage(sent.language))
    throw new CommandRefused(`The language must be one of ${textLanguages.join(', ')}.`, {
      error: 'malformed',
      field: 'language',
    });
  return sent;
}

/** The subject of a sentence that refuses a field: "The redirect URI (--redirect-uri)". */
export function optionSubject(name: IntegrationFieldName): string {
  const { flag, label } = integrationField(name).option;
  return `The ${label} (--${flag})`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function isList(type: IntegrationField['type']): boolean {
  return type === 'origins' || type === 'scopes';
}
