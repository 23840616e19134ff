import type { IntegrationText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';
import { isTextLanguage } from '@pristan/wire';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { languageOf } from '../http/page.ts';
import type { Signed } from '../http/session.ts';

/**
 * The languages in which somebody reads an integration's texts, best first: that of the pages, and before it the
 * browser's own where the pages do not speak it.
 */
export function readersLanguages(request: FastifyRequest, session: Signed | undefined): readonly TextLanguage[] {
  const page = languageOf(request, session);
  const own = /^[a-z]{2}\b/.exec((request.headers['accept-language'] ?? '').trim().toLowerCase())?.[0] ?? '';
  return isTextLanguage(own) && own !== 'ru' && own !== 'en' ? [own, page] : [page];
}

/** What is shown of an integration, with the language it is in. */
export type InReadersWords<Shown> = Omit<Shown, 'summary' | 'descriptionHtml'> & IntegrationText;

/** An integration in the words that its reader sees. */
export async function inReadersWords<Shown extends { readonly integrationId: string }>(
  world: Pick<World, 'store'>,
  languages: readonly TextLanguage[],
  shown: Shown,
): Promise<InReadersWords<Shown>> {
  const texts = await world.store.texts.shown([shown.integrationId], languages, { descriptions: true });
  const text = texts.get(shown.integrationId) ?? { language: 'ru', summary: '', descriptionHtml: '' };
  return { ...shown, ...text };
}

/** The same for the summaries in a list. */
export async function withReadersSummaries<Shown extends { readonly integrationId: string; readonly summary: string }>(
  world: Pick<World, 'store'>,
  languages: readonly TextLanguage[],
  list: readonly Shown[],
): Promise<readonly Shown[]> {
  const ids = list.map(({ integrationId }) => integrationId);
  const texts = ids.length === 0 ? undefined : await world.store.texts.shown(ids, languages, { descriptions: false });
  return list.map((one) => ({ ...one, summary: texts?.get(one.integrationId)?.summary ?? one.summary }));
}
