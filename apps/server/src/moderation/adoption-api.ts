import type { AdoptionRow } from '@pristan/flows';
import { adoptionCard, refuseAdoption, startAdoption } from '@pristan/flows';
import type { RefuseAdoption, StartAdoption } from '@pristan/rules';
import type { ProblemCode } from '@pristan/wire/api';
import {
  adoptionParams,
  adoptionPreview,
  askedAdoptionList,
  integrationParams,
  startedAdoption,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';
import { unixSeconds } from '../http/unix-seconds.ts';

const own = '/accounts/:account_id/integrations/:client_id/adoption';
const asked = '/accounts/:account_id/adoptions';

/**
 * Endpoints of adoptions, in which a published integration replaces its clones: its integrator sees numbers, each
 * account its own clones.
 */
export function adoptionApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: own,
    tag: 'moderation',
    operationId: 'preview_adoption',
    summary: 'Show how many clones this integration can adopt, and its adoptions',
    params: integrationParams,
    answer: adoptionPreview,
    problems: ['integration_not_found'],
    handle: async ({ params }) => {
      const card = await adoptionCard(world, params.account_id, params.client_id);
      if (card === undefined) return refusal('integration_not_found');
      const { origin, refused, accounts, clones, adoptions } = card;
      const possible = refused === undefined && clones > 0;
      return answer({ origin, possible, accounts, clones, adoptions: adoptions.map(adoptionBody) });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: own,
    tag: 'moderation',
    operationId: 'start_adoption',
    repeatable: 'key',
    summary: 'Start an adoption: replace the clones in seven days',
    description:
      'The admins of every account with a clone are notified and can refuse. On the date, the grants of all others move, and the clones’ keys and tokens stop working.',
    params: integrationParams,
    answer: startedAdoption,
    problems: ['integration_not_found', 'not_published', 'integration_stopped', 'origin_changed', 'nothing_to_adopt'],
    handle: async (call) => {
      const { account_id: accountId, client_id: integrationId } = call.params;
      const outcome = await startAdoption(call.world, { accountId, integrationId, by: requesterOf(call) });
      return outcome.kind === 'refuse'
        ? refusal(notStarted[outcome.reason])
        : answer({ moves_at: unixSeconds(outcome.movesAt) });
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: asked,
    tag: 'moderation',
    operationId: 'list_asked_adoptions',
    summary: 'List published integrations that will replace external ones in this account',
    params: adoptionParams.pick({ account_id: true }),
    answer: askedAdoptionList,
    problems: [],
    handle: async ({ params }) =>
      answer({
        adoptions: (await world.store.moderation.asked(params.account_id)).map((row) => ({
          ...adoptionBody(row),
          client_id: row.integrationId,
          integration: row.integration,
          owner: row.owner,
          origin: row.origin,
          names: [...row.names],
        })),
      }),
  });

  platformRoute(app, world, {
    method: 'POST',
    path: `${asked}/:adoption_id/refusal`,
    tag: 'moderation',
    operationId: 'refuse_adoption',
    repeatable: 'key',
    summary: 'Keep the external integrations of this account as they are',
    description: 'This account is not asked again about them.',
    params: adoptionParams,
    problems: ['adoption_not_found', 'adoption_over'],
    handle: async (call) => {
      const { account_id: accountId, adoption_id: adoptionId } = call.params;
      const outcome = await refuseAdoption(call.world, {
        accountId,
        adoptionId,
        by: requesterOf(call),
        press: undefined,
      });
      return outcome.kind === 'refuse' ? refusal(notRefused[outcome.reason]) : done;
    },
  });
}

type ReasonOf<Outcome> =
  Extract<Outcome, { kind: 'refuse' }> extends { reason: infer Reason } ? Reason & string : never;

const notStarted = {
  forbidden: 'admin_required',
  integration_unknown: 'integration_not_found',
  not_published: 'not_published',
  integration_stopped: 'integration_stopped',
  origin_changed: 'origin_changed',
  nothing_to_adopt: 'nothing_to_adopt',
} as const satisfies Record<ReasonOf<StartAdoption>, ProblemCode>;

const notRefused = {
  forbidden: 'admin_required',
  adoption_unknown: 'adoption_not_found',
  adoption_over: 'adoption_over',
} as const satisfies Record<ReasonOf<RefuseAdoption>, ProblemCode>;

function adoptionBody({ adoptionId, startedAt, movesAt, clones }: AdoptionRow) {
  return {
    adoption_id: adoptionId,
    started_at: unixSeconds(startedAt),
    moves_at: unixSeconds(movesAt),
    clones: { ...clones },
  };
}
