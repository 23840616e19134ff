import type { IntegrationFields } from '../change.ts';
import type { ChangedField, ChangedFieldName } from './changed-field.ts';

/** Maximum length of a logged field value, in UTF-16 units. */
export const changedTextMax = 200;

/**
 * Every field of an integration that an edit changed, with its values before and after, shortened for the log. No field
 * contains a secret.
 */
export function changedFields(before: IntegrationFields, after: IntegrationFields): readonly ChangedField[] {
  const changed: ChangedField[] = [];
  const compare = (field: ChangedFieldName, from: string, to: string) => {
    if (from !== to) changed.push({ field, before: shortened(from), after: shortened(to) });
  };
  compare('name', before.name, after.name);
  compare('language', before.language, after.language);
  compare('summary', before.summary, after.summary);
  // The log leaves out markup, which is hard to read there; the descriptions page shows it rendered.
  if (before.descriptionHtml !== after.descriptionHtml) changed.push({ field: 'description' });
  compare('redirect_uri', before.redirectUri, after.redirectUri);
  compare('button_origins', before.buttonOrigins.join(', '), after.buttonOrigins.join(', '));
  compare('disconnect_uri', before.disconnectUri ?? '', after.disconnectUri ?? '');
  compare('scopes', before.scopes.toSorted().join(', '), after.scopes.toSorted().join(', '));
  if (before.logoHash !== after.logoHash) changed.push({ field: 'logo' });
  return changed;
}

function shortened(text: string): string {
  if (text.length <= changedTextMax) return text;
  // A shortened text never ends in the first half of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(changedTextMax - 2)) ? changedTextMax - 2 : changedTextMax - 1;
  return `${text.slice(0, end)}…`;
}
