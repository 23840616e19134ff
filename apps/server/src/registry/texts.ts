import { saveText, removeText } from '@pristan/flows';
import { checkText } from '@pristan/rules';
import { textLanguages } from '@pristan/wire';
import type { Contracts, TextListBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import type { CallOf, PlatformAnswer, PlatformRefusal } from '../http/platform-endpoint.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { inlineDescriptionLimit } from '../pages/design/description.ts';
import { sanitizeDescription } from '../environment/sanitize-description.ts';
import { htmlRefusal, integrationBodyBytesMax, refusalOf } from './integration-body.ts';

type AboutOne = Pick<CallOf<Contracts['list_texts']>, 'params' | 'world'>;

/**
 * Endpoints for an integration's summary and description by language: list them, replace one, remove one, and preview.
 */
export function textsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_texts, {
    handle: async (call) => list(call),
  });

  platformRoute({ app, world }, contracts.keep_text, {
    cost: 'dear',
    bodyBytesMax: integrationBodyBytesMax,
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

  platformRoute({ app, world }, contracts.remove_text, {
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

  platformRoute({ app, world }, contracts.preview_text, {
    cost: 'dear',
    bodyBytesMax: integrationBodyBytesMax,
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
