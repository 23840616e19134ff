import { queryOptions } from '@tanstack/react-query';
import type { ActivitySearch } from './activity-search.ts';
import { call } from './call.ts';
import type { SearchOption } from './choices.ts';
import { ApiProblem } from './problem.ts';

/**
 * Finds the names of the person and the integration that an activity log URL filters by; an unknown id is its own
 * label.
 */
export function readChosenFilters(accountId: string, { person, client }: ActivitySearch) {
  return queryOptions({
    queryKey: ['accounts', accountId, 'chosen', person ?? null, client ?? null],
    queryFn: async () => ({
      person: person === undefined ? undefined : await personNamed(accountId, person),
      integration: client === undefined ? undefined : await integrationNamed(accountId, client),
    }),
  });
}

/** Finds a member by id: requests the first member after the id before it. */
async function personNamed(accountId: string, id: number): Promise<SearchOption> {
  const query = { limit: 1, after: id - 1 };
  const [found] = (await call('list_members', { params: { account_id: accountId }, query })).members;
  return { value: String(id), label: found?.user_id === id ? `${found.name} (${found.email})` : String(id) };
}

/** Finds the name of an integration that is installed or developed in this account. */
async function integrationNamed(accountId: string, clientId: string): Promise<SearchOption> {
  const params = { account_id: accountId, client_id: clientId };
  const found =
    (await ifThere(() => call('read_installation', { params }))) ??
    (await ifThere(() => call('read_integration', { params })));
  return { value: clientId, label: found?.name ?? clientId };
}

async function ifThere<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}
