import { isExternalQuery, readAuthorizeRequest } from '@pristan/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageForm } from '../http/page-form.ts';
import { pageRoute } from '../http/page-route.ts';
import type { Site } from '../http/page.ts';
import { sendFailure } from '../http/page.ts';
import { rememberPathLanguage, languagePath, pathLanguageOf } from '../http/popup-journey.ts';
import { sessionOf } from '../http/session.ts';
import { accountIdOf } from '../http/account-id.ts';
import { beginExternal } from './external.ts';
import { openRequest } from './pending.ts';
import { beginJourney, choosePath, consentPath } from './step.ts';

/**
 * `GET /oauth`, also under the paths that name a language, the account chooser and the consent page.
 *
 * @see docs/spec/dialect.md#authorize-request
 */
export function authorizeRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    rememberPathLanguage(site, { request, reply }, pathLanguageOf(request));
    const session = await sessionOf(site, request);
    const at = request.url.indexOf('?');
    const query = at < 0 ? '' : request.url.slice(at + 1);
    if (isExternalQuery(query)) return beginExternal(site, { request, reply, session }, query);
    const reading = readAuthorizeRequest(query);
    if (reading.kind === 'problem') {
      const kind = reading.problem === 'unreadable' ? 'bad_request' : reading.problem;
      return sendFailure(site, { request, reply, session, status: 400 }, { kind });
    }
    return beginJourney(
      site,
      { request, reply, session, authorize: reading.request, returnTo: request.url },
      undefined,
    );
  };
  const first = { ...page, config: { ...page.config, readsForeignQuery: true } } as const;
  app.get('/oauth', first, begin);
  app.get<{ Params: { language: string } }>(languagePath, first, async (request, reply) =>
    /^[a-z]{2}(-[a-z]{2})?$/i.test(request.params.language) ? begin(request, reply) : reply.callNotFound(),
  );

  app.get<{ Querystring: { request?: string; account_id?: string } }>('/oauth/consent', page, async (request, reply) =>
    resume(site, { request, reply }, accountIdOf(request.query.account_id) ?? 'ask'),
  );

  app.get<{ Querystring: { request?: string } }>('/oauth/choose', page, async (request, reply) =>
    resume(site, { request, reply }, 'ask'),
  );

  pageForm(app, site, {
    path: '/oauth/choose',
    unconfirmed: 'leads to the page that asks',
    session: 'read',
    answer: async ({ request, reply, session, form }) => {
      const sealed = form.get('request') ?? '';
      const opened = openRequest(site, sealed);
      if (opened.kind !== 'opened')
        return sendFailure(site, { request, reply, session, status: 400 }, { kind: opened.kind });
      const accountId = accountIdOf(form.get('account_id'));
      return reply.redirect(accountId === undefined ? choosePath(sealed) : consentPath(sealed, accountId), 303);
    },
  });
}

async function resume(
  site: Site,
  { request, reply }: { request: Parameters<typeof sessionOf>[1]; reply: Parameters<typeof sendFailure>[1]['reply'] },
  chosen: number | 'ask',
) {
  const session = await sessionOf(site, request);
  const { request: sealed } = request.query as { request?: unknown };
  const opened = openRequest(site, typeof sealed === 'string' ? sealed : undefined);
  if (opened.kind !== 'opened')
    return sendFailure(site, { request, reply, session, status: 400 }, { kind: opened.kind });
  return beginJourney(site, { request, reply, session, authorize: opened.value, returnTo: request.url }, chosen);
}
