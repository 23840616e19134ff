import { sql } from 'kysely';

/** Of integration `n`: origin of the redirect URI that was reviewed last. A later edit of the address has not been. */
export const reviewedOrigin = sql<string | null>`(
  select web_origin(p.facts ->> 'redirectUri') from publications p
  where p.integration_id = n.id order by p.number desc limit 1)`.as('reviewed_origin');
