import type { IntegrationText } from '@pristan/rules';
import type { TextLanguage } from '@pristan/wire';
import { isLanguage, isTextLanguage } from '@pristan/wire';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { languageOf } from './page.ts';
import type { SignedInUser } from './session.ts';

/**
 * Languages in which an integration's descriptions are shown, best first: the page's language, preceded by the
 * browser's own when our pages do not exist in that language.
 */
export function preferredLanguages(
  request: FastifyRequest,
  session: SignedInUser | undefined,
): readonly TextLanguage[] {
  const page = languageOf(request, session);
  const own = /^[a-z]{2}\b/.exec((request.headers['accept-language'] ?? '').trim().toLowerCase())?.[0] ?? '';
  return isTextLanguage(own) && !isLanguage(own) ? [own, page] : [page];
}

/** An integration as it is shown, with its summary and description and the language of these texts. */
export type Localized<Shown> = Omit<Shown, 'summary' | 'descriptionHtml'> & IntegrationText;

/** Adds to an integration its summary and description in the reader's best language. */
export async function localized<Shown extends { readonly integrationId: string }>(
  world: Pick<World, 'store'>,
  languages: readonly TextLanguage[],
  shown: Shown,
): Promise<Localized<Shown>> {
  const texts = await world.store.texts.shown([shown.integrationId], languages, { descriptions: true });
  const text = texts.get(shown.integrationId) ?? { language: 'ru', summary: '', descriptionHtml: '' };
  return { ...shown, ...text };
}

/** Replaces the summaries in a list of integrations with those in the reader's best language. */
export async function withLocalizedSummaries<
  Shown extends { readonly integrationId: string; readonly summary: string },
>(world: Pick<World, 'store'>, languages: readonly TextLanguage[], list: readonly Shown[]): Promise<readonly Shown[]> {
  const ids = list.map(({ integrationId }) => integrationId);
  const texts = ids.length === 0 ? undefined : await world.store.texts.shown(ids, languages, { descriptions: false });
  return list.map((one) => ({ ...one, summary: texts?.get(one.integrationId)?.summary ?? one.summary }));
}
