import type { AskedAdoptionRow } from '@pristan/flows';
import { refuseAdoption } from '@pristan/flows';
import { minuteMs, permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { readForm } from '../../http/bodies.ts';
import type { Site } from '../../http/page.ts';
import { sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { newPress, readPress } from '../../http/press.ts';
import { sealForPage } from '../../http/seal.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';
import type { AdoptionView } from '../../pages/moderation/adoption-section.tsx';
import { ConfirmKeepPage } from '../../pages/moderation/confirm-keep-page.tsx';
import type { Done } from '../install/done.ts';
import type { AtAccount } from '../install/place.ts';
import { accountPath, atAccount } from '../install/place.ts';

const DONE_LIFETIME_MS = minuteMs;

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
        backUrl: accountPath(at.account.accountId),
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
    return reply.redirect(`${accountPath(accountId)}?done=${sealForPage(site, 'done', done, DONE_LIFETIME_MS)}`, 303);
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
    { kind, onward: { url: accountPath(at.account.accountId) } },
  );
}
