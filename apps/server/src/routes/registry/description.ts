import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { sessionOf } from '../../http/session.ts';
import { DescriptionPage } from '../../pages/registry/description-page.tsx';
import { inReadersWords, readersLanguages } from '../../registry/readers-words.ts';
import { logoUrl } from './logo-url.ts';

/** `GET /integrations/{id}/description`: the long description, when the consent page has no room for it. */
export function descriptionRoute(app: FastifyInstance, site: Site): void {
  app.get<{ Params: { clientId: string } }>(
    '/integrations/:clientId/description',
    pageRoute(site),
    async (request, reply) => {
      const session = await sessionOf(site, request);
      const { clientId } = request.params;
      const card = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(clientId)
        ? await site.store.installs.integrationCard(clientId)
        : undefined;
      if (card === undefined) return sendFailure(site, { request, reply, session, status: 404 }, { kind: 'not_found' });
      const { language, descriptionHtml } = await inReadersWords(site, readersLanguages(request, session), card);
      return sendPage(
        site,
        { request, reply, session },
        h(DescriptionPage, {
          name: card.name,
          logoUrl: logoUrl(card.logoHash),
          owner: card.owner.name,
          html: descriptionHtml,
          language,
        }),
      );
    },
  );
}
