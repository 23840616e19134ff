import { refuseAdoption, readRefuseAdoptionStatement } from '@pristan/flows';
import { permits } from '@pristan/rules';
import { readUuid } from '@pristan/wire';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { h } from 'preact';
import type { AccountVisit } from '../http/account-visit.ts';
import { accountVisit } from '../http/account-visit.ts';
import { cancelPath, donePath } from '../http/cancel-path.ts';
import { newConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { sendPage } from '../http/page.ts';
import { askingPage } from '../http/page-action.ts';
import type { PageVisit } from '../http/page-visit.ts';
import { refuseVisit } from '../http/page-visit.ts';
import { requesterOf } from '../http/platform-call.ts';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { ConfirmRefuseAdoptionPage } from './confirm-refuse-adoption-page.tsx';

interface AtAdoption extends AccountVisit {
  readonly adoptionId: string;
}

/**
 * Routes with which an account refuses an adoption and stays with its old integration: a page that says what will
 * happen, and a person's confirmation.
 */
export function refuseAdoptionRoutes(app: FastifyInstance, site: Site): void {
  askingPage(app, site, {
    path: '/accounts/:accountId/adoptions/:adoptionId/refuse',
    page: 'keep',
    place: async (visit) => atAdoption(site, visit),
    show: async (at, again) => askKeep(site, at, again),
    about: (at) => [at.adoptionId, at.account.accountId],
    done: async (at) => donePath(at, { done: 'kept', clientId: await cloneOf(site, at) }),
    decide: async (at, press) => {
      const { adoptionId } = at;
      return refuseAdoption(site, { accountId: at.account.accountId, adoptionId, by: requesterOf(at), press });
    },
    answer: (_at, outcome) => {
      if (outcome.kind === 'kept') return 'done';
      return outcome.reason === 'forbidden' ? 'not_allowed' : 'not_found';
    },
  });
}

async function atAdoption(site: Site, visit: PageVisit): Promise<AtAdoption | undefined> {
  const at = await accountVisit(site, visit);
  if (at === undefined) return undefined;
  const adoptionId = readUuid(visit.params['adoptionId']);
  if (adoptionId !== undefined) return { ...at, adoptionId };
  await refuseVisit(site, at, 'not_found');
  return undefined;
}

async function askKeep(site: Site, at: AtAdoption, again?: ConfirmAgainView): Promise<FastifyReply> {
  if (!permits(at.membership, 'adoption.refuse')) return refuseVisit(site, at, 'not_allowed');
  const { request, reply, session, adoptionId } = at;
  const statement = await readRefuseAdoptionStatement(site, { accountId: at.account.accountId, adoptionId });
  if (statement === undefined) return refuseVisit(site, at, 'not_found');
  const { account, integration, kept, movesAt } = statement.facts;
  return sendPage(
    site,
    { request, reply, session, ...(again === undefined ? {} : { again, status: 409 }) },
    h(ConfirmRefuseAdoptionPage, {
      account,
      adopter: integration,
      names: kept,
      movesAt,
      form: { action: at.askedAt, hidden: { press: newConfirmation(site, session, statement) } },
      backUrl: cancelPath(at, await cloneOf(site, at)),
    }),
  );
}

/** Id of the clone whose page in the console led to this page; `undefined` when the account has not installed it. */
async function cloneOf(site: Site, { request, account }: AccountVisit): Promise<string | undefined> {
  const { clone } = request.query as { clone?: unknown };
  const clientId = typeof clone === 'string' ? readUuid(clone) : undefined;
  if (clientId === undefined) return undefined;
  return (await site.store.installs.installation(account.accountId, clientId)) === undefined ? undefined : clientId;
}
