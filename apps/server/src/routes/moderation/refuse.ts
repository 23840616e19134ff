import type { AskedAdoptionRow } from '@pristan/flows';
import { refuseAdoption, stateKeep } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../../http/confirmation.ts';
import type { Site } from '../../http/page.ts';
import { anewPath, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { AskedAgainView } from '../../pages/design/setting.ts';
import type { AdoptionView } from '../../pages/moderation/adoption-section.tsx';
import { ConfirmKeepPage } from '../../pages/moderation/confirm-keep-page.tsx';
import type { Done } from '../install/done.ts';
import type { AtAccount } from '../install/place.ts';
import { accountPath, atAccount } from '../install/place.ts';
import { donePath, formPath, repeatedPath, wayBack } from '../install/way-back.ts';

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AtAccount;
}

/** Keeping the old integration: a page that says what will happen, and a person's press. */
export function refuseRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const path = '/accounts/:accountId/adoptions/:adoptionId/refuse';

  app.get<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    return at === undefined ? reply : askKeep(site, { request, reply, at });
  });

  app.post<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const asked = { request, reply, at };
    const { accountId } = at.account;
    const adoptionId = request.params.adoptionId.toLowerCase();
    const about = [adoptionId, accountId];
    const token = readForm(request.body)?.get('press');
    const confirmation = await readConfirmation(site, { request, session: at.session, page: 'keep', about, token });
    switch (confirmation.kind) {
      case 'refused':
        return fail(site, asked, confirmation.why);
      case 'stale':
        return reply.redirect(anewPath(formPath(request), confirmation.why), 303);
      case 'repeated':
        return reply.redirect(repeatedPath({ request, at }, confirmation.answer), 303);
      case 'confirmed':
    }
    const { press } = confirmation;
    const { kept, integration } = press.statement.facts;
    const done: Done = { what: 'kept', name: kept[0] ?? integration };
    const answer = donePath(site, { request, at, clientId: await cloneOf(site, at, request), done });
    const by = { userId: at.session.userId, address: request.ip };
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

async function askKeep(site: Site, asked: Asked, again?: AskedAgainView): Promise<FastifyReply> {
  const { request, reply, at } = asked;
  if (!permits(at.membership, 'adoption.refuse')) return fail(site, asked, 'not_allowed');
  const adoptionId = (request.params as { adoptionId: string }).adoptionId.toLowerCase();
  const statement = await stateKeep(site, { accountId: at.account.accountId, adoptionId });
  if (statement === undefined) return fail(site, asked, 'not_found');
  const { account, integration, kept, movesAt } = statement.facts;
  return sendPage(
    site,
    { request, reply, session: at.session, ...(again === undefined ? {} : { again, status: 409 }) },
    h(ConfirmKeepPage, {
      account,
      adopter: integration,
      names: kept,
      movesAt,
      form: { action: formPath(request), hidden: { press: newConfirmation(site, at.session, statement) } },
      backUrl: wayBack({ request, at, clientId: await cloneOf(site, at, request) }),
    }),
  );
}

/** What is announced for an account, for its page. */
export async function adoptionViews(site: Site, at: AtAccount): Promise<readonly AdoptionView[]> {
  if (!permits(at.membership, 'installation.read')) return [];
  const base = accountPath(at.account.accountId);
  const rows = await site.store.moderation.asked(at.account.accountId);
  return rows.filter(isPending).map((row) => ({
    id: row.adoptionId,
    adopter: row.integration,
    owner: row.owner,
    names: row.names,
    movesAt: row.movesAt,
    keepUrl: permits(at.membership, 'adoption.refuse') ? `${base}/adoptions/${row.adoptionId}/refuse` : null,
  }));
}

/** Of the account's clones, the one whose page in the console led here; an id that is none of its installations is none. */
async function cloneOf(site: Site, at: AtAccount, request: FastifyRequest): Promise<string | undefined> {
  const { clone } = request.query as { clone?: unknown };
  if (typeof clone !== 'string' || !isUuid(clone)) return undefined;
  const clientId = clone.toLowerCase();
  return (await site.store.installs.installation(at.account.accountId, clientId)) === undefined ? undefined : clientId;
}

function isPending({ clones }: AskedAdoptionRow): boolean {
  return clones.pending > 0;
}

async function fail(site: Site, { request, reply, at }: Asked, kind: Failure): Promise<FastifyReply> {
  return sendFailure(
    site,
    { request, reply, session: at.session, status: kind === 'not_found' ? 404 : 403 },
    { kind, onward: { url: wayBack({ request, at }) } },
  );
}
