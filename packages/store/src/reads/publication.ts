import type { FrozenFacts, IntegrationFields, LiveWidget, Publication } from '@pristan/rules';
import { frozenFacts } from '@pristan/rules';
import { sql } from 'kysely';

/** SQL columns of integration `n`, read in one statement: the facts frozen at publication, and the present ones. */
export const publicationColumns = [
  sql<string>`(select a.name from accounts a where a.id = n.account_id)`.as('developer'),
  sql<string[]>`n.links || array(
    select l from integration_texts t, unnest(t.links) l where t.integration_id = n.id)`.as('all_links'),
  sql<LiveWidget | null>`(
    select jsonb_build_object('number', w.number, 'sha256', w.sha256) from widget_versions w
    where w.integration_id = n.id and w.live)`.as('live_widget'),
  sql<FrozenFacts | null>`(
    select p.facts from publications p where p.integration_id = n.id order by p.number desc limit 1)`.as('frozen'),
] as const;

interface PublicationRow {
  readonly published_at: number | null;
  readonly developer: string;
  readonly all_links: string[];
  readonly live_widget: LiveWidget | null;
  readonly frozen: FrozenFacts | null;
}

export function publicationOf(row: PublicationRow, fields: IntegrationFields): Publication {
  const { developer, all_links: links, live_widget: widget } = row;
  return {
    now: frozenFacts(fields, { developer, links, widget: widget ?? undefined }),
    frozen: row.published_at === null ? undefined : (row.frozen ?? undefined),
  };
}
