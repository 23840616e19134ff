import type { ActivityCursor, ActivityRow, RecordedFacts } from '@pristan/flows';
import type { ActivityEntryBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { PAGE_SIZE } from '../http/page-size.ts';
import { answer } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { unixSeconds } from '../http/unix-seconds.ts';

/** `/api/platform/accounts/{id}/activity`: the account's activity log, for the account's admins. */
export function activityApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_activity, {
    handle: async ({ params, query }) => {
      const limit = query.limit ?? PAGE_SIZE;
      // Reading one row more than the limit shows whether there is a next page.
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

function placeOf(before: string): ActivityCursor {
  const [at = 0, id = 0] = before.split('-').map(Number);
  return { at, id };
}

function entryBody(row: ActivityRow): ActivityEntryBody {
  return {
    at: unixSeconds(row.at),
    kind: row.kind,
    person: personBody(row.person),
    actor: actorOf(row),
    program: programOf(row.facts),
    browser: row.person === undefined ? null : (row.facts.browser ?? null),
    address: row.address ?? null,
    client_id: row.integration?.integrationId ?? null,
    integration_name: row.integration?.name ?? null,
    integration_installed: row.integration?.installed ?? false,
    integration_own: row.integration?.own ?? false,
    facts: factsBody(row, row.facts),
  };
}

/** Puts only the listed facts of a log entry into the answer, so that any other recorded fact stays in the log. */
function factsBody(row: ActivityRow, facts: RecordedFacts): ActivityEntryBody['facts'] {
  const { from, to } = facts;
  return {
    person: personBody(row.subject),
    email: facts.email ?? row.invitedEmail ?? null,
    role: facts.role ?? null,
    before: memberStatusOf(from),
    after: memberStatusOf(to),
    name: nameOf(facts),
    state: facts.state ?? facts.freshCodes ?? null,
    full_access: facts.fullAccess ?? null,
    at_once: facts.revokeNow ?? null,
    language: facts.language ?? null,
    number: facts.number ?? null,
    changes: changesOf(row.kind, facts),
    token: tokenBody(facts),
  };
}

function memberStatusOf(recorded: RecordedFacts['from']): ActivityEntryBody['facts']['before'] {
  return typeof recorded === 'object' ? recorded : null;
}

function nameOf({ name, subdomain, to }: RecordedFacts): string | null {
  return name ?? subdomain ?? (typeof to === 'string' ? to : null);
}

function tokenBody({ token }: RecordedFacts): ActivityEntryBody['facts']['token'] {
  return token === undefined ? null : { token_id: token.tokenId, name: token.name };
}

const actors = {
  operator: 'operator',
  platform: 'platform',
  invited: 'invited',
  grant: 'program',
  client: 'program',
} as const;

/** Kind of actor of a log entry. Older entries did not record the kind; they only name people. */
function actorOf({ facts, person }: ActivityRow): ActivityEntryBody['actor'] {
  if (facts.as !== undefined) return actors[facts.as];
  return person === undefined ? null : 'person';
}

function programOf({ program, names }: RecordedFacts): ActivityEntryBody['program'] {
  return program === undefined ? null : { client_id: program, name: names?.program ?? '' };
}

function changesOf(kind: ActivityRow['kind'], facts: RecordedFacts): ActivityEntryBody['facts']['changes'] {
  if (kind === 'account_renamed' && typeof facts.from === 'string' && typeof facts.to === 'string')
    return [{ field: 'subdomain', before: facts.from, after: facts.to }];
  const untold = (facts.fields ?? []).map((field) => ({ field, before: null, after: null }));
  return [
    ...(facts.changes ?? []).map(({ field, before = null, after = null }) => ({ field, before, after })),
    ...untold,
  ];
}

function personBody(person: ActivityRow['person']): ActivityEntryBody['person'] {
  return person === undefined ? null : { id: person.userId, name: person.name };
}
