import type { FieldError } from '@pristan/rules';
import { optionSubject } from './field-options.ts';
import { CommandRefused } from './program.ts';

const problems: Readonly<Record<FieldError['code'], string>> = {
  not_an_address: 'is not a full URL: write it like https://tool.example/callback',
  too_long: 'is too long',
  not_https: 'must use https: http is allowed only on localhost, for an integration that is not published',
  has_user_info: 'contains a user name or password: remove it',
  has_fragment: 'contains a fragment (#): remove it',
  host_not_ascii: 'contains letters that are not Latin: write the host in Latin letters, and percent-encode the rest',
  not_an_origin: 'is not an origin: write only scheme, host and port, such as https://tool.example',
  required: 'is missing',
  too_many: 'is given too many times',
  duplicate: 'is given twice',
  unknown_scope: 'is not one that this integration can request',
  control_characters: 'contains a control character',
};

/**
 * Refusal of an integration's fields, with one sentence for each wrong field; programs get the code and name of the
 * first one.
 */
export function fieldsRefused(errors: readonly FieldError[]): CommandRefused {
  const sentences = errors.map(({ field, code, index }) => {
    const which = index === undefined ? '' : `, number ${index + 1},`;
    return `${optionSubject(field)}${which} ${problems[code]}.`;
  });
  const [first] = errors;
  return new CommandRefused(sentences.join('\n'), first === undefined ? {} : { error: first.code, field: first.field });
}
