import type { TextReads } from '@pristan/flows';
import { isTextLanguage } from '@pristan/wire';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

export function textReads(db: Kysely<Database>): TextReads {
  return {
    async further(accountId, integrationId) {
      const rows = await db
        .selectFrom('integration_texts as t')
        .innerJoin('integrations as n', 'n.id', 't.integration_id')
        .select(['t.language', 't.summary', 't.description_html'])
        .where('n.account_id', '=', accountId)
        .where('n.id', '=', integrationId)
        .where('n.deleted_at', 'is', null)
        .orderBy('t.language')
        .execute();
      return rows.flatMap(({ language, summary, description_html: descriptionHtml }) =>
        isTextLanguage(language) ? [{ language, summary, descriptionHtml }] : [],
      );
    },

    async shown(integrationIds, languages, { descriptions }) {
      // For one id PostgreSQL plans the prepared statement once; for a list it would expect ten.
      const [only] = integrationIds;
      const ids = integrationIds.length === 1 ? sql`n.id = ${only}::uuid` : sql`n.id = any(${integrationIds}::uuid[])`;
      // A main language ranks by its position among the reader's languages, and last if the reader does not list it.
      const { rows } = await sql<{ id: string; language: string; summary: string; description_html: string }>`
        select distinct on (n.id) n.id, coalesce(t.language, n.language) as language, coalesce(t.summary, n.summary) as summary,
          case when ${descriptions}::boolean then coalesce(t.description_html, n.description_html) else '' end as description_html
        from integrations n
        left join integration_texts t on t.integration_id = n.id
          and array_position(${languages}::text[], t.language) < coalesce(array_position(${languages}::text[], n.language), 1000)
        where ${ids}
        order by n.id, array_position(${languages}::text[], t.language)`.execute(db);
      return new Map(
        rows.map(({ id, language, summary, description_html: descriptionHtml }) => [
          id,
          { language: isTextLanguage(language) ? language : 'ru', summary, descriptionHtml },
        ]),
      );
    },
  };
}
