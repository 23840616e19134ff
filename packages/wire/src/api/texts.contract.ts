import type { ContractParts } from './contract.ts';
import { integrationParams } from './registry.ts';
import { newText, textDraft, textList, textParams, textPreview, textRemoval } from './texts.ts';

/** Contracts of an integration’s texts in further languages. */
export const textContracts = {
  list_texts: {
    method: 'GET',
    path: '/accounts/:account_id/integrations/:client_id/texts',
    access: 'integration.read',
    ability: 'integrations:read',
    tag: 'registry',
    summary: 'List the texts of an integration, by language',
    description: 'Its name is the same in all languages.',
    params: integrationParams,
    answer: textList,
    problems: ['integration_not_found'],
  },
  keep_text: {
    method: 'PUT',
    path: '/accounts/:account_id/integrations/:client_id/texts/:language',
    access: 'integration.edit',
    tag: 'registry',
    summary: 'Replace the text in one language',
    description: 'In the main language this replaces the integration’s own `summary` and `description`.',
    repeatable: 'precondition',
    params: textParams,
    body: newText,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'invalid_fields'],
  },
  remove_text: {
    method: 'DELETE',
    path: '/accounts/:account_id/integrations/:client_id/texts/:language',
    access: 'integration.edit',
    tag: 'registry',
    summary: 'Remove the text in an additional language',
    description: 'Its readers then see the text in the main language.',
    repeatable: 'precondition',
    params: textParams,
    query: textRemoval,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'text_not_found', 'main_language_stays'],
  },
  preview_text: {
    method: 'POST',
    path: '/accounts/:account_id/integrations/:client_id/texts/preview',
    access: 'integration.read',
    tag: 'registry',
    summary: 'Preview a text as the consent page would show it',
    description: 'Stores nothing. The HTML is sanitized as it would be before storing.',
    repeatable: 'naturally',
    params: integrationParams,
    body: textDraft,
    answer: textPreview,
    problems: ['integration_not_found', 'invalid_fields'],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
