import type { StoredIntegration } from '@pristan/flows';
import type { FieldError, IntegrationFields } from '@pristan/rules';
import { descriptionLengthMax, differsFromPublication, htmlProblem } from '@pristan/rules';
import type { IntegrationFieldName, IntegrationFieldValues } from '@pristan/wire';
import { integrationField, integrationFieldNames } from '@pristan/wire';
import type { IntegrationBody } from '@pristan/wire/api';
import type { PlatformRefusal } from '../http/platform-endpoint.ts';
import { invalidFields, refusal } from '../http/platform-endpoint.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import { logoUrl } from '../http/logo-url.ts';

/** Limit on the JSON of an integration in bytes: a description of 65,000 characters takes up to six bytes each. */
export const integrationBodyBytesMax = 512 * 1024;

type FieldsBody = Pick<IntegrationBody, IntegrationFieldName>;

/** An integration as the JSON API writes it. */
export function integrationBody(stored: StoredIntegration): IntegrationBody {
  const { fields, publication } = stored;
  return {
    client_id: stored.integrationId,
    account_id: stored.accountId,
    kind: stored.kind,
    published: stored.published,
    state: stored.state,
    version: stored.version,
    unreviewed_changes: differsFromPublication(publication.now, publication.frozen).map(({ fact, reviewed, now }) => ({
      fact,
      reviewed: [...reviewed],
      now: [...now],
    })),
    ...fieldsBody(fields),
    logo_url: logoUrl(fields.logoHash),
    created_at: unixSeconds(stored.createdAt),
  };
}

/**
 * Refusal of a description whose HTML would be too much work to parse; `undefined` when the HTML may be parsed, or is
 * absent.
 */
export function htmlRefusal({
  description,
}: {
  readonly description?: string | undefined;
}): PlatformRefusal | undefined {
  // A description that is too long is refused later, together with all other errors.
  const code = description === undefined || isTooLong(description) ? undefined : htmlProblem(description);
  return code === undefined ? undefined : invalidFields([{ field: 'description', code }]);
}

function isTooLong(description: string): boolean {
  return [...description].length > descriptionLengthMax;
}

/** The fields of an integration as the API and the command line write them. */
export function fieldsBody(fields: IntegrationFieldValues): FieldsBody {
  const members = integrationFieldNames.map((name) => [name, fields[integrationField(name).property] ?? null]);
  return Object.fromEntries(members) as FieldsBody;
}

/** The fields that a client sent, by their names on the wire. */
export type SentFields = Partial<Record<IntegrationFieldName, string | readonly string[] | null | undefined>>;

/** Applies the fields that a request sent to an integration's current fields; fields that were not sent stay. */
export function editedFields(sent: SentFields): (current: IntegrationFields) => IntegrationFields {
  const names = integrationFieldNames.filter((name) => sent[name] !== undefined);
  const values = names.map((name) => [integrationField(name).property, storedValue(name, sent[name])]);
  const edited = Object.fromEntries(values) as Partial<IntegrationFields>;
  return (current) => ({ ...current, ...edited });
}

function storedValue(name: IntegrationFieldName, value: SentFields[IntegrationFieldName]) {
  const isHtml = integrationField(name).type === 'html';
  return isHtml && typeof value === 'string' ? sanitizeDescription(value) : (value ?? undefined);
}

type Refused =
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | {
      readonly kind: 'refuse';
      readonly reason:
        'forbidden' | 'unknown' | 'adopted' | 'edited_meanwhile' | 'overlap_out_of_range' | 'secret_replaced';
    };

/** Problem with which the JSON API answers a refused change of an integration. */
export function refusalOf(refused: Refused): PlatformRefusal {
  if (refused.kind === 'invalid') {
    return invalidFields(refused.errors);
  }
  switch (refused.reason) {
    case 'forbidden':
      return refusal('admin_required');
    case 'unknown':
      return refusal('integration_not_found');
    case 'adopted':
      return refusal('integration_adopted');
    case 'edited_meanwhile':
      return refusal('edited_meanwhile');
    case 'secret_replaced':
      return refusal('secret_replaced');
    case 'overlap_out_of_range':
      return refusal('invalid_fields', [{ field: 'overlap_hours', code: 'out_of_range' }]);
  }
}
