import type { IntegrationCard } from '@pristan/flows';
import { mayReadIntegration } from '@pristan/rules';
import { isUuid } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import { h } from 'preact';
import type { Site } from '../http/page.ts';
import { sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import type { Session } from '../http/session.ts';
import { sessionOf } from '../http/session.ts';
import { DescriptionPage } from './description-page.tsx';
import { localized, preferredLanguages } from '../http/localized-text.ts';
import { logoUrl } from '../http/logo-url.ts';

/**
 * `GET /integrations/{id}/description`: page with an integration's long description, when it does not fit on the
 * consent page. 404 for anybody who may not read it.
 */
export function descriptionRoute(app: FastifyInstance, site: Site): void {
  app.get<{ Params: { clientId: string } }>(
    '/integrations/:clientId/description',
    pageRoute(site),
    async (request, reply) => {
      const session = await sessionOf(site, request);
      const { clientId } = request.params;
      const card = isUuid(clientId) ? await site.store.installs.integrationCard(clientId) : undefined;
      if (card === undefined || !(await mayRead(site, session, card)))
        return sendFailure(site, { request, reply, session, status: 404 }, { kind: 'not_found' });
      const { language, descriptionHtml } = await localized(site, preferredLanguages(request, session), card);
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

/**
 * Whether a person may read an integration's description; reads the person's accounts only when the answer depends on
 * them.
 */
async function mayRead(site: Site, session: Session | undefined, card: IntegrationCard): Promise<boolean> {
  if (mayReadIntegration(card, [])) return true;
  if (session === undefined) return false;
  return mayReadIntegration(card, await site.store.installs.accountsOf(session.userId, card.integrationId));
}
