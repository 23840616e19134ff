import type { RefusedRow } from '@pristan/flows';
import type { EndedAccessBody, RefusedTokenBody } from '@pristan/wire/api';
import { integrationParams, refusedTokenList } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import type { Ended } from './ended-access.ts';
import { endedAccesses } from './ended-access.ts';
import { unixSeconds } from '../registry/integration-body.ts';

/** `GET …/installations/{client_id}/refused-tokens`. @see docs/spec/dialect.md#explain */
export function refusedApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: '/accounts/:account_id/installations/:client_id/refused-tokens',
    tag: 'install',
    operationId: 'list_refused_tokens',
    summary: 'Why tokens of an integration are refused: used before, or access that ended',
    access: 'installation.read',
    params: integrationParams,
    answer: refusedTokenList,
    problems: [],
    handle: async ({ params }) => {
      const rows = await world.store.evidence.refusedTokens(params.account_id, params.client_id);
      const ended = await endedAccesses(world, params.account_id, params.client_id);
      return answer({ refused: rows.map(refusedBody), ended: ended.map(endedBody) });
    },
  });
}

function refusedBody({ integrationId, person, first, again, lastAt, count }: RefusedRow): RefusedTokenBody {
  return {
    client_id: integrationId,
    person: person === undefined ? null : { id: person.userId, name: person.name },
    first_use: first === undefined ? null : { at: unixSeconds(first.at), address: first.address ?? null },
    used_again: {
      at: unixSeconds(again.at),
      address: again.address ?? null,
      last_at: unixSeconds(lastAt),
      count,
    },
  };
}

function endedBody({ integrationId, person, explanation, byName }: Ended): EndedAccessBody {
  const { reason, at, by } = explanation;
  return {
    client_id: integrationId,
    person: { id: person.userId, name: person.name },
    reason,
    at: at === undefined ? null : unixSeconds(at),
    by: { part: by ?? null, name: byName ?? null },
  };
}
