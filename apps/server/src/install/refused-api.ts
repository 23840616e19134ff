import type { RefusedTokenRow } from '@pristan/flows';
import type { RefusedTokenBody, EndedAccessBody } from '@pristan/wire/api';
import { contracts, reuseText } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import type { EndedAccess } from './ended-access.ts';
import { endedAccesses } from './ended-access.ts';

/**
 * `GET …/installations/{client_id}/refused-tokens`: tokens of an installed integration that were refused, with reasons.
 *
 * @see docs/spec/dialect.md#explain
 */
export function refusedTokensApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_refused_tokens, {
    handle: async ({ params: { account_id, client_id }, query: { limit = PAGE_SIZE, before } }) => {
      const page = await world.store.evidence.refusedTokens(account_id, client_id, { limit, before });
      const ended = before === undefined ? await endedAccesses(world, account_id, [client_id]) : [];
      return answer({
        refused: page.rows.map(refusedBody),
        next_before: page.next === undefined ? null : reuseText(page.next),
        ended: ended.map(endedBody),
      });
    },
  });
}

function refusedBody({ integrationId, person, first, again, lastAt, count }: RefusedTokenRow): RefusedTokenBody {
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

function endedBody({ integrationId, person, explanation, byName }: EndedAccess): EndedAccessBody {
  const { reason, at, by } = explanation;
  return {
    client_id: integrationId,
    person: { id: person.userId, name: person.name },
    reason,
    at: secondsOrNull(at),
    by: { part: by ?? null, name: byName ?? null },
  };
}
