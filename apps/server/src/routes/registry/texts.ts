import { keepText, removeText } from '@pristan/flows';
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
import type { World } from '../../environment/open.ts';
import type { Call, PlatformAnswer, PlatformRefusal } from '../../http/platform-endpoint.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { aboutOf } from '../../http/platform-call.ts';
import { inlineDescriptionLimit } from '../../pages/authorize/consent-page.tsx';
import { sanitizeDescription } from '../../registry/description.ts';
import { integrationBodyBytesMax, refusalOf } from './integration-body.ts';

const all = '/accounts/:account_id/integrations/:client_id/texts';
const one = `${all}/:language` as const;

type AboutOne = Pick<Call<'session', typeof integrationParams, undefined, undefined>, 'params' | 'world'>;

/** What people read of an integration, by language: read, replace one, take one away, and see it as others would. */
export function textsApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: all,
    tag: 'registry',
    operationId: 'list_texts',
    summary: 'What people read of an integration, in its languages',
    description: 'Its name is one in all of them.',
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
    repeatable: 'precondition',
    summary: 'Replace what people read in one language',
    description: 'In the main language these are the integration’s own `summary` and `description`.',
    params: textParams,
    body: newText,
    bodyBytesMax: integrationBodyBytesMax,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'invalid_fields'],
    handle: async (call) => {
      const { version, summary, description } = call.body;
      const { language } = call.params;
      const text = { language, summary, descriptionHtml: sanitizeDescription(description) };
      const kept = await keepText(call.world, { ...aboutOf(call), text, expectedVersion: version });
      return kept.kind === 'kept' ? list(call) : refusalOf(kept);
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path: one,
    tag: 'registry',
    operationId: 'remove_text',
    repeatable: 'precondition',
    summary: 'Take away the text in a further language',
    description: 'Who read it sees the main one.',
    params: textParams,
    query: textRemoval,
    answer: textList,
    problems: ['integration_not_found', 'edited_meanwhile', 'text_not_found', 'main_language_stays'],
    handle: async (call) => {
      const { language } = call.params;
      const removed = await removeText(call.world, { ...aboutOf(call), language, expectedVersion: call.query.version });
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
    repeatable: 'naturally',
    summary: 'See a text as the consent page would show it',
    description: 'Stores nothing. The HTML went through what it goes through when it is kept.',
    params: integrationParams,
    body: textDraft,
    bodyBytesMax: integrationBodyBytesMax,
    answer: textPreview,
    problems: ['integration_not_found', 'invalid_fields'],
    handle: async ({ params, body: { language, summary, description } }) => {
      const stored = await world.store.registry.integration(params.account_id, params.client_id);
      if (stored === undefined) return refusal('integration_not_found');
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
