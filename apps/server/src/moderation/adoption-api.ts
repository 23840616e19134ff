import type { AdoptionRow } from '@pristan/flows';
import { adoptionCard, refuseAdoption, startAdoption } from '@pristan/flows';
import type { RefuseAdoption, StartAdoption } from '@pristan/rules';
import type { ProblemCode } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';
import { unixSeconds } from '../http/unix-seconds.ts';

/**
 * Endpoints of adoptions, in which a published integration replaces its clones: its integrator sees numbers, each
 * account its own clones.
 */
export function adoptionApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.preview_adoption, {
    handle: async ({ params }) => {
      const card = await adoptionCard(world, params.account_id, params.client_id);
      if (card === undefined) return refusal('integration_not_found');
      const { origin, refused, accounts, clones, adoptions } = card;
      const possible = refused === undefined && clones > 0;
      return answer({ origin, possible, accounts, clones, adoptions: adoptions.map(adoptionBody) });
    },
  });

  platformRoute({ app, world }, contracts.start_adoption, {
    handle: async (call) => {
      const { account_id: accountId, client_id: integrationId } = call.params;
      const outcome = await startAdoption(call.world, { accountId, integrationId, by: requesterOf(call) });
      return outcome.kind === 'refuse'
        ? refusal(notStarted[outcome.reason])
        : answer({ moves_at: unixSeconds(outcome.movesAt) });
    },
  });

  platformRoute({ app, world }, contracts.list_asked_adoptions, {
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

  platformRoute({ app, world }, contracts.refuse_adoption, {
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
