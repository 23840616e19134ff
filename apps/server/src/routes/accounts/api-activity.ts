import type { ActivityPlace, ActivityRow, RecordedFacts } from '@pristan/flows';
import type { ActivityEntryBody } from '@pristan/wire/api';
import { accountParams, activityList, activityPage } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { PAGE_SIZE } from '../../http/page-size.ts';
import { answer } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { unixSeconds } from '../../http/unix-seconds.ts';

/** `/api/platform/accounts/{id}/activity`: the account's own log, for its admins. */
export function activityApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: '/accounts/:account_id/activity',
    tag: 'accounts',
    operationId: 'list_activity',
    summary: 'What was done in an account, newest first',
    description:
      'By person, who did it or whom it was done to, by integration, kind and time. Secrets, codes and tokens are never in it.',
    params: accountParams,
    query: activityPage,
    answer: activityList,
    problems: [],
    handle: async ({ params, query }) => {
      const limit = query.limit ?? PAGE_SIZE;
      // One more than asked for tells whether there is a next page.
      const rows = await world.store.activity.list(
        params.account_id,
        {
          userId: query.person,
          integrationId: query.client_id,
          kind: query.kind,
          from: query.from === undefined ? undefined : query.from * 1000,
          to: query.to === undefined ? undefined : query.to * 1000,
        },
        { limit: limit + 1, before: query.before === undefined ? undefined : placeOf(query.before) },
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return answer({
        entries: page.map(entryBody),
        next_before: rows.length > limit && last !== undefined ? `${last.at}-${last.id}` : null,
      });
    },
  });
}

function placeOf(before: string): ActivityPlace {
  const [at = 0, id = 0] = before.split('-').map(Number);
  return { at, id };
}

function entryBody(row: ActivityRow): ActivityEntryBody {
  return {
    at: unixSeconds(row.at),
    kind: row.kind,
    person: personBody(row.person),
    address: row.address ?? null,
    client_id: row.integration?.integrationId ?? null,
    integration_name: row.integration?.name ?? null,
    integration_installed: row.integration?.installed ?? false,
    integration_own: row.integration?.own ?? false,
    facts: factsBody(row, row.facts),
  };
}

/** Named one by one, so that what else is recorded stays in the log. */
function factsBody(row: ActivityRow, facts: RecordedFacts): ActivityEntryBody['facts'] {
  const { from, to } = facts;
  return {
    person: personBody(row.subject),
    email: facts.email ?? row.invitedEmail ?? null,
    role: facts.role ?? null,
    before: typeof from === 'object' ? from : null,
    after: typeof to === 'object' ? to : null,
    name: facts.name ?? facts.subdomain ?? (typeof to === 'string' ? to : null),
    state: facts.state ?? facts.freshCodes ?? null,
    full_access: facts.fullAccess ?? null,
    at_once: facts.revokeNow ?? null,
    language: facts.language ?? null,
    number: facts.number ?? null,
    token: facts.token === undefined ? null : { token_id: facts.token.tokenId, name: facts.token.name },
  };
}

function personBody(person: ActivityRow['person']): ActivityEntryBody['person'] {
  return person === undefined ? null : { id: person.userId, name: person.name };
}
