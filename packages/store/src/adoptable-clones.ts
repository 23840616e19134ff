import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { grantIsCurrent } from './live-grant.ts';

/**
 * The clones `n` that an adoption of this origin may announce: both of their origins match, they are enabled, have a
 * live grant, and were in no earlier adoption (except one that lapsed). Both the count shown to the developer and the
 * adoption itself use this query.
 */
export function adoptableClones(origin: string): RawBuilder<unknown> {
  return sql`
    from integrations n
    join installations i on i.account_id = n.account_id and i.integration_id = n.id and i.state = 'enabled'
    where n.kind = 'external' and n.deleted_at is null and n.state = 'active'
      and n.redirect_origin = ${origin} and n.secrets_origin = ${origin}
      and exists (
        select 1 from grants g
        where g.account_id = n.account_id and g.integration_id = n.id and ${sql.raw(grantIsCurrent)})
      and not exists (
        select 1 from adopted_clones k
        where k.account_id = n.account_id and k.integration_id = n.id and k.state <> 'lapsed')`;
}
