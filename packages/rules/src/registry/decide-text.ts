import type { TextLanguage } from '@pristan/wire';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { isBlank } from '@pristan/wire';
import { changedFields } from './changed-fields.ts';
import type { FieldError } from './check-fields.ts';
import { textErrors } from './check-fields.ts';
import type { IntegrationFacts, InvalidFields, RegistryActor } from './decide-integration.ts';
import { mayManage } from './decide-integration.ts';
import type { IntegrationText } from './text-change.ts';

type Refused = 'forbidden' | 'unknown' | 'edited_meanwhile';

/**
 * Stores an integration's description in one language, replacing the existing one. In the main language it is the
 * integration's own description.
 */
export function decideSaveText(
  integration: IntegrationFacts | undefined,
  edit: { readonly text: IntegrationText; readonly expectedVersion: number },
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'kept' } | InvalidFields | Refusal<Refused>> {
  if (!mayManage(by, 'integration.edit')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  if (edit.expectedVersion !== integration.version) return refuse('edited_meanwhile');
  const text = { ...edit.text, summary: edit.text.summary.trim() };
  const errors = checkText(text, integration.fields.language);
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  const { accountId, integrationId, version: expectedVersion, fields } = integration;
  const about = { accountId, integrationId, expectedVersion, at: now, actor: by.actor };
  const { language, summary, descriptionHtml } = text;
  const edited = { ...fields, summary, descriptionHtml };
  return {
    outcome: { kind: 'kept' },
    changes: [
      language === fields.language
        ? { kind: 'integration_edited', ...about, fields: edited, changed: changedFields(fields, edited) }
        : { kind: 'integration_text_kept', ...about, text },
    ],
  };
}

/** All errors in a description; in a further language it must not be empty. */
export function checkText(text: IntegrationText, mainLanguage: TextLanguage): readonly FieldError[] {
  const says = !isBlank(text.summary) || text.descriptionHtml !== '' || text.language === mainLanguage;
  return says ? textErrors(text) : [{ field: 'summary', code: 'required' }];
}

/** Removes the description in a further language: its readers then see the one in the main language. */
export function decideRemoveText(
  integration: IntegrationFacts | undefined,
  edit: { readonly language: TextLanguage; readonly expectedVersion: number },
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'removed' } | Refusal<Refused | 'main_language' | 'no_text'>> {
  if (!mayManage(by, 'integration.edit')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  if (edit.expectedVersion !== integration.version) return refuse('edited_meanwhile');
  const { language } = edit;
  if (language === integration.fields.language) return refuse('main_language');
  if (integration.furtherLanguages?.includes(language) !== true) return refuse('no_text');
  const { accountId, integrationId, version: expectedVersion } = integration;
  return {
    outcome: { kind: 'removed' },
    changes: [
      {
        kind: 'integration_text_removed',
        accountId,
        integrationId,
        expectedVersion,
        language,
        at: now,
        actor: by.actor,
      },
    ],
  };
}
