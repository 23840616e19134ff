import { saveText, removeText } from '@pristan/flows';
import { checkText } from '@pristan/rules';
import { textLanguages } from '@pristan/wire';
import type { TextListBody } from '@pristan/wire/api';
import {
  integrationParams,
  newText,
  textDraft,
  textList,
  textParams,
  textPreview,
  textRemoval,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import type { EndpointCall, PlatformAnswer, PlatformRefusal } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { inlineDescriptionLimit } from '../pages/design/description.ts';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import { htmlRefusal, integrationBodyBytesMax, refusalOf } from './integration-body.ts';

const all = '/accounts/:account_id/integrations/:client_id/texts';
const one = `${all}/:language` as const;

type AboutOne = Pick<EndpointCall<'session', typeof integrationParams, undefined, undefined>, 'params' | 'world'>;

/**
 * Endpoints for an integration's summary and description by language: list them, replace one, remove one, and preview.
 */
export function textsApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: all,
    tag: 'registry',
    operationId: 'list_texts',
    summary: 'List the texts of an integration, by language',
    description: 'Its name is the same in all languages.',
    params: integrationParams,
    answer: textList,
    problems: ['integration_not_found'],
    handle: async (call) => list(call),
  });

  platformRoute(app, world, {
    method: 'PUT',
    path: one,
    tag: 'registry',
    operationId: 'keep_text',
    cost: 'dear',
    repeatable: 'precondition',
    summary: 'Replace the text in one language',
    description: 'In the main language this replaces the integration’s own `summary` and `description`.',
    params: textParams,
    body: newText,
    bodyBytesMax: integrationBodyBytesMax,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'invalid_fields'],
    handle: async (call) => {
      const tooMuch = htmlRefusal(call.body);
      if (tooMuch !== undefined) return tooMuch;
      const { version, summary, description } = call.body;
      const { language } = call.params;
      const text = { language, summary, descriptionHtml: sanitizeDescription(description) };
      const kept = await saveText(call.world, { ...targetOf(call), text, expectedVersion: version });
      return kept.kind === 'kept' ? list(call) : refusalOf(kept);
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path: one,
    tag: 'registry',
    operationId: 'remove_text',
    repeatable: 'precondition',
    summary: 'Remove the text in an additional language',
    description: 'Its readers then see the text in the main language.',
    params: textParams,
    query: textRemoval,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'text_not_found', 'main_language_stays'],
    handle: async (call) => {
      const { language } = call.params;
      const removed = await removeText(call.world, {
        ...targetOf(call),
        language,
        expectedVersion: call.query.version,
      });
      if (removed.kind === 'removed') return list(call);
      if (removed.reason === 'main_language') return refusal('main_language_stays');
      return removed.reason === 'no_text'
        ? refusal('text_not_found')
        : refusalOf({ ...removed, reason: removed.reason });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: `${all}/preview`,
    tag: 'registry',
    operationId: 'preview_text',
    cost: 'dear',
    repeatable: 'naturally',
    summary: 'Preview a text as the consent page would show it',
    description: 'Stores nothing. The HTML is sanitized as it would be before storing.',
    params: integrationParams,
    body: textDraft,
    bodyBytesMax: integrationBodyBytesMax,
    answer: textPreview,
    problems: ['integration_not_found', 'invalid_fields'],
    handle: async ({ params, body }) => {
      const { language, summary, description } = body;
      const stored = await world.store.registry.integration(params.account_id, params.client_id);
      if (stored === undefined) return refusal('integration_not_found');
      const tooMuch = htmlRefusal(body);
      if (tooMuch !== undefined) return tooMuch;
      const text = { language, summary: summary.trim(), descriptionHtml: sanitizeDescription(description) };
      const errors = checkText(text, stored.fields.language);
      if (errors.length > 0) return refusalOf({ kind: 'invalid', errors });
      return answer({
        summary: text.summary,
        description: text.descriptionHtml,
        own_page: text.descriptionHtml.length > inlineDescriptionLimit,
      });
    },
  });

  async function list({ params, world: { store } }: AboutOne): Promise<PlatformAnswer<TextListBody> | PlatformRefusal> {
    const { account_id: accountId, client_id: integrationId } = params;
    const stored = await store.registry.integration(accountId, integrationId);
    if (stored === undefined) return refusal('integration_not_found');
    const further = await store.texts.further(accountId, integrationId);
    return answer({
      version: stored.version,
      main_language: stored.fields.language,
      languages: [...textLanguages],
      texts: [stored.fields, ...further].map(({ language, summary, descriptionHtml }) => ({
        language,
        summary,
        description: descriptionHtml,
      })),
    });
  }
}
