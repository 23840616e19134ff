import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import type { Site } from '../../http/page.ts';
import { languageOf, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sessionOf } from '../../http/session.ts';
import { ApiDocs, ApiDocsPage } from '../../pages/platform/api-docs-page.tsx';
import { renderPiece } from '../../pages/render.tsx';
import type { Language } from '../../pages/texts.ts';
import { docsView } from './docs-view.ts';
import type { OpenApiDocument } from './openapi.ts';

/** `GET /api/docs`: the API's description as a page to be read, open to everybody. It holds nothing that the document does not. */
export function docsRoute(app: FastifyInstance, site: Site, describe: () => OpenApiDocument): void {
  // To render it takes a quarter of a second, and anybody may ask.
  const rendered = new Map<Language, string>();
  const htmlIn = (language: Language): string => {
    const kept = rendered.get(language);
    if (kept !== undefined) return kept;
    const html = renderPiece(h(ApiDocs, docsView(describe(), language)), { language });
    rendered.set(language, html);
    return html;
  };
  app.get('/api/docs', pageRoute(site), async (request, reply) => {
    const session = await sessionOf(site, request);
    const html = htmlIn(languageOf(request, session));
    const page = h(ApiDocsPage, null, h('div', { dangerouslySetInnerHTML: { __html: html } }));
    return sendPage(site, { request, reply, session }, page);
  });
}
