import { refuseAdoption, readRefuseAdoptionStatement } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requesterOf } from '../http/platform-call.ts';
import { h } from 'preact';
import { readForm } from '../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { confirmAgainPath, sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { readUuid } from '@pristan/wire';
import type { PageFailure } from '../http/failed-page.tsx';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmRefuseAdoptionPage } from './confirm-refuse-adoption-page.tsx';
import type { AccountPageContext } from '../http/account-page.ts';
import { accountPageContext } from '../http/account-page.ts';
import { donePath, formPath, repeatedPath, cancelPath } from '../http/cancel-path.ts';

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AccountPageContext;
}

/**
 * Routes with which an account refuses an adoption and stays with its old integration: a page that says what will
 * happen, and a person's confirmation.
 */
export function refuseAdoptionRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const path = '/accounts/:accountId/adoptions/:adoptionId/refuse';

  app.get<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    return at === undefined ? reply : askKeep(site, { request, reply, at });
  });

  app.post<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await accountPageContext(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const { accountId } = at.account;
    const adoptionId = readUuid(request.params.adoptionId);
    if (adoptionId === undefined) return fail(site, asked, 'not_found');
    const about = [adoptionId, accountId];
    const token = readForm(request.body)?.get('press');
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'keep', about, token });
    switch (confirmation.kind) {
      case 'refused':
        return fail(site, asked, confirmation.why);
      case 'stale':
        return reply.redirect(confirmAgainPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath({ request, at }, confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const answer = donePath({ request, at, clientId: await cloneOf(site, at, request), done: 'kept' });
    const by = requesterOf({ session: at.session, request });
    const outcome = await refuseAdoption(site, { accountId, adoptionId, by, press: { ...press, answer } });
    switch (outcome.kind) {
      case 'kept':
        return reply.redirect(answer, 303);
      case 'repeated':
        return reply.redirect(repeatedPath({ request, at }, outcome.answer), 303);
      case 'changed':
        return askKeep(site, asked, outcome);
      case 'refuse':
        return fail(site, asked, outcome.reason === 'forbidden' ? 'not_allowed' : 'not_found');
    }
  });
}

async function askKeep(site: Site, asked: Asked, again?: ConfirmAgainView): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  if (!permits(at.membership, 'adoption.refuse')) return fail(site, asked, 'not_allowed');
  const adoptionId = readUuid((request.params as { adoptionId: string }).adoptionId);
  const about = adoptionId === undefined ? undefined : { accountId: at.account.accountId, adoptionId };
  const statement = about === undefined ? undefined : await readRefuseAdoptionStatement(site, about);
  if (statement === undefined) return fail(site, asked, 'not_found');
  const { account, integration, kept, movesAt } = statement.facts;
  return sendPage(
    site,
    { request, reply, session: at.session, ...(again === undefined ? {} : { again, status: 409 }) },
    h(ConfirmRefuseAdoptionPage, {
      account,
      adopter: integration,
      names: kept,
      movesAt,
      form: { action: formPath(request), hidden: { press: newConfirmation(site, at.session, statement) } },
      backUrl: cancelPath({ request, at, clientId: await cloneOf(site, at, request) }),
    }),
  );
}

/** Id of the clone whose page in the console led to this page; `undefined` when the account has not installed it. */
async function cloneOf(site: Site, at: AccountPageContext, request: FastifyRequest): Promise<string | undefined> {
  const { clone } = request.query as { clone?: unknown };
  const clientId = typeof clone === 'string' ? readUuid(clone) : undefined;
  if (clientId === undefined) return undefined;
  return (await site.store.installs.installation(at.account.accountId, clientId)) === undefined ? undefined : clientId;
}

async function fail(site: Site, { request, reply, at }: Asked, kind: PageFailure): Promise<FastifyReply> {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: kind === 'not_found' ? 404 : 403 },
    { kind, onward: { url: cancelPath({ request, at }) } },
  );
}
