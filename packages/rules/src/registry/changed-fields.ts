import { integrationField, integrationFieldNames } from '@pristan/wire';
import type { IntegrationFieldName } from '@pristan/wire';
import type { IntegrationFields } from '../change.ts';
import type { ChangedField } from './changed-field.ts';
import { listIn, textIn } from './field-values.ts';

/** Maximum length of a logged field value, in UTF-16 units. */
export const changedTextMax = 200;

/**
 * Every field of an integration that an edit changed, with its values before and after, shortened for the log. No field
 * contains a secret.
 */
export function changedFields(before: IntegrationFields, after: IntegrationFields): readonly ChangedField[] {
  const changed = integrationFieldNames.flatMap((field): readonly ChangedField[] => {
    const [from, to] = [inWords(field, before), inWords(field, after)];
    if (from === to) return [];
    // The log leaves out markup, which is hard to read there; the descriptions page shows it rendered.
    return integrationField(field).type === 'html'
      ? [{ field }]
      : [{ field, before: shortened(from), after: shortened(to) }];
  });
  return before.logoHash === after.logoHash ? changed : [...changed, { field: 'logo' }];
}

function inWords(field: IntegrationFieldName, fields: IntegrationFields): string {
  switch (integrationField(field).type) {
    case 'origins':
      return listIn(fields, field).join(', ');
    case 'scopes':
      return listIn(fields, field).toSorted().join(', ');
    default:
      return textIn(fields, field);
  }
}

function shortened(text: string): string {
  if (text.length <= changedTextMax) return text;
  // A shortened text never ends in the first half of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(changedTextMax - 2)) ? changedTextMax - 2 : changedTextMax - 1;
  return `${text.slice(0, end)}…`;
}
