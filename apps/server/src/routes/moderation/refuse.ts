import type { AskedAdoptionRow } from '@pristan/flows';
import { refuseAdoption } from '@pristan/flows';
import { permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { newPress, readPress } from '../../http/press.ts';
import { isUuid } from '../../http/uuid.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { AdoptionView } from '../../pages/moderation/adoption-section.tsx';
import { ConfirmKeepPage } from '../../pages/moderation/confirm-keep-page.tsx';
import type { Done } from '../install/done.ts';
import type { AtAccount } from '../install/place.ts';
import { accountPath, atAccount } from '../install/place.ts';
import { sendBack, wayBack } from '../install/way-back.ts';

/** Keeping the old integration: a page that says what will happen, and a person's press. */
export function refuseRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const path = '/accounts/:accountId/adoptions/:adoptionId/refuse';

  app.get<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    if (!permits(at.membership, 'adoption.refuse')) return fail(site, request, { reply, at, kind: 'not_allowed' });
    const adoption = await pendingOne(site, at, request.params.adoptionId);
    if (adoption === undefined) return fail(site, request, { reply, at, kind: 'not_found' });
    return sendPage(
      site,
      { request, reply, session: at.session },
      h(ConfirmKeepPage, {
        account: at.account.name,
        adopter: adoption.integration,
        names: adoption.names,
        movesAt: adoption.movesAt,
        form: { action: request.url, hidden: { press: newPress(site, at.session, about(at, adoption.adoptionId)) } },
        backUrl: wayBack({ request, at, clientId: await cloneOf(site, at, request) }),
      }),
    );
  });

  app.post<{ Params: { adoptionId: string } }>(path, page, async (request, reply) => {
    const at = await atAccount(site, request, reply);
    if (at === undefined) return reply;
    const { accountId } = at.account;
    const adoption = await pendingOne(site, at, request.params.adoptionId);
    const adoptionId = request.params.adoptionId.toLowerCase();
    const press = readPress(site, {
      request,
      session: at.session,
      about: about(at, adoptionId),
      token: readForm(request.body)?.get('press'),
    });
    if (press.kind === 'refused') return fail(site, request, { reply, at, kind: press.why });
    const by = { userId: at.session.userId, address: request.ip };
    const outcome = await refuseAdoption(site, { accountId, adoptionId, by, press: press.press });
    if (outcome.kind === 'refuse') {
      if (outcome.reason === 'press_replayed') return fail(site, request, { reply, at, kind: 'replayed' });
      return fail(site, request, { reply, at, kind: outcome.reason === 'forbidden' ? 'not_allowed' : 'not_found' });
    }
    const done: Done = { what: 'kept', name: adoption?.names[0] ?? adoption?.integration ?? '' };
    return sendBack(site, reply, { request, at, clientId: await cloneOf(site, at, request), done });
  });
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

async function pendingOne(site: Site, at: AtAccount, adoptionId: string): Promise<AskedAdoptionRow | undefined> {
  const rows = await site.store.moderation.asked(at.account.accountId);
  return rows.find((row) => row.adoptionId === adoptionId.toLowerCase() && isPending(row));
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

function about(at: AtAccount, adoptionId: string): string {
  return `keep ${adoptionId} ${at.account.accountId}`;
}

async function fail(
  site: Site,
  request: FastifyRequest,
  { reply, at, kind }: { readonly reply: FastifyReply; readonly at: AtAccount; readonly kind: Failure },
) {
  const status = kind === 'not_found' ? 404 : kind === 'replayed' ? 409 : 403;
  return sendFailure(
    site,
    { request, reply, session: at.session, status },
    { kind, onward: { url: wayBack({ request, at }) } },
  );
}
