import type { EndEvent, EndEvents } from '@pristan/rules';
import type { Column } from './columns.ts';
import type { GrantColumns } from './grant-columns.ts';

/**
 * SQL for the log event that ended tokens: the first of its kind since `since`; without `since`, the last of its kind.
 */
function endEvent(account: string, kind: string, how: { readonly since?: string; readonly more?: string }): string {
  const { since, more = 'true' } = how;
  return /* sql */ `(
    select json_build_object('at', a.at, 'user', a.user_id) from audit a
    where a.account_id = ${account} and a.integration_id = n.id and a.kind = '${kind}' and ${more}
      and a.at >= ${since ?? '0'} order by a.at ${since === undefined ? 'desc' : ''} limit 1)`;
}

/** SQL columns for `endEventsOf`, about tokens issued at `issuedAt`. */
export function endEventColumns(issuedAt: string): string {
  return /* sql */ `
    g.revoked_by,
    ${endEvent('g.account_id', 'installation_disabled', { since: 'g.created_at' })} as disabled,
    ${endEvent('n.account_id', 'integration_switched', {})} as stopped,
    ${endEvent('n.account_id', 'secret_rotated', { since: issuedAt, more: `(a.facts->>'revokeNow')::boolean` })} as secret_revoked,
    case when n.adopted_at is null then null else json_build_object('at', n.adopted_at) end as adopted`;
}

export interface EndEventColumns {
  readonly revoked_by: Column<'grants', 'revoked_by'>;
  readonly disabled: EndEventColumn;
  readonly stopped: EndEventColumn;
  readonly secret_revoked: EndEventColumn;
  readonly adopted: EndEventColumn;
}
type EndEventColumn = { readonly at: number; readonly user?: number | null } | null;

/** Events that ended the tokens of a grant, from a row with the `endEventColumns`. */
export function endEventsOf(row: EndEventColumns & GrantColumns): EndEvents {
  return {
    revoked:
      row.grant_revoked_at === null ? undefined : { at: row.grant_revoked_at, userId: row.revoked_by ?? undefined },
    disabled: endEventOf(row.disabled),
    stopped: endEventOf(row.stopped),
    secretRevoked: endEventOf(row.secret_revoked),
    adopted: endEventOf(row.adopted),
  };
}

function endEventOf(json: EndEventColumn): EndEvent | undefined {
  return json === null ? undefined : { at: json.at, userId: json.user ?? undefined };
}
