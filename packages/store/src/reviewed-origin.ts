import { sql } from 'kysely';

/**
 * SQL for the origin of integration `n`'s last reviewed redirect URI. A later edit of the URI has not been reviewed.
 */
export const reviewedOrigin = sql<string | null>`(
  select web_origin(p.facts ->> 'redirectUri') from publications p
  where p.integration_id = n.id order by p.number desc limit 1)`.as('reviewed_origin');
