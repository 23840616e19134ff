import type { Deed, Ends } from '@pristan/rules';
import type { Row } from './standing.ts';

/** The deed that ended what was born at `born`, from the log: the first of its kind since then, or the last. */
function deed(account: string, kind: string, how: { readonly since?: string; readonly more?: string }): string {
  const { since, more = 'true' } = how;
  return /* sql */ `(
    select json_build_object('at', a.at, 'user', a.user_id) from audit a
    where a.account_id = ${account} and a.integration_id = n.id and a.kind = '${kind}' and ${more}
      and a.at >= ${since ?? '0'} order by a.at ${since === undefined ? 'desc' : ''} limit 1)`;
}

/** The columns of `endsOf`, for what was born then. */
export function ends(born: string): string {
  return /* sql */ `
    g.revoked_by,
    ${deed('g.account_id', 'installation_disabled', { since: 'g.created_at' })} as disabled,
    ${deed('n.account_id', 'integration_switched', {})} as stopped,
    ${deed('n.account_id', 'secret_rotated', { since: born, more: `(a.facts->>'revokeNow')::boolean` })} as secret_revoked,
    case when n.adopted_at is null then null else json_build_object('at', n.adopted_at) end as adopted`;
}

/** What ended the tokens of a grant, from a row with `ends`. */
export function endsOf(row: Row): Ends {
  return {
    revoked:
      row.grant_revoked_at === null ? undefined : { at: row.grant_revoked_at, userId: row.revoked_by ?? undefined },
    disabled: deedOf(row.disabled),
    stopped: deedOf(row.stopped),
    secretRevoked: deedOf(row.secret_revoked),
    adopted: deedOf(row.adopted),
  };
}

function deedOf(json: { readonly at: number; readonly user?: number | null } | null): Deed | undefined {
  return json === null ? undefined : { at: json.at, userId: json.user ?? undefined };
}
