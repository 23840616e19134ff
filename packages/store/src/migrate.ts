import type { Kysely } from 'kysely';
import { Migrator, sql } from 'kysely';
import type { Database } from './database.ts';
import { foundation } from './migrations/0001-foundation.ts';
import { hooks } from './migrations/0002-hooks.ts';
import { tokens } from './migrations/0003-tokens.ts';
import { widgets } from './migrations/0004-widgets.ts';
import { external } from './migrations/0005-external.ts';
import { clones } from './migrations/0006-clones.ts';
import { widgetSettings } from './migrations/0007-widget-settings.ts';
import { externalLogos } from './migrations/0008-external-logos.ts';
import { activity } from './migrations/0009-activity.ts';
import { usage } from './migrations/0010-usage.ts';
import { personalTokens } from './migrations/0011-personal-tokens.ts';
import { insight } from './migrations/0012-insight.ts';
import { texts } from './migrations/0013-texts.ts';
import { firstToken } from './migrations/0014-first-token.ts';
import { lists } from './migrations/0015-lists.ts';
import { people } from './migrations/0016-people.ts';
import { answerHeaders } from './migrations/0017-answer-headers.ts';
import { logos } from './migrations/0018-logos.ts';
import { answers } from './migrations/0019-answers.ts';
import { idempotency } from './migrations/0020-idempotency.ts';
import { makers } from './migrations/0021-makers.ts';
import { publications } from './migrations/0022-publications.ts';
import { causes } from './migrations/0025-causes.ts';
import { notices } from './migrations/0029-notices.ts';
import { whoInstalled } from './migrations/0030-who-installed.ts';
import { dueWork } from './migrations/0031-due-work.ts';
import { languages } from './migrations/0032-languages.ts';

/** Database migrations, numbered, forward only. A released migration is never edited. */
const migrations: Readonly<Record<string, string>> = {
  '0001-foundation': foundation,
  '0002-hooks': hooks,
  '0003-tokens': tokens,
  '0004-widgets': widgets,
  '0005-external': external,
  '0006-clones': clones,
  '0007-widget-settings': widgetSettings,
  '0008-external-logos': externalLogos,
  '0009-activity': activity,
  '0010-usage': usage,
  '0011-personal-tokens': personalTokens,
  '0012-insight': insight,
  '0013-texts': texts,
  '0014-first-token': firstToken,
  '0015-lists': lists,
  '0016-people': people,
  '0017-answer-headers': answerHeaders,
  '0018-logos': logos,
  '0019-answers': answers,
  '0020-idempotency': idempotency,
  '0021-makers': makers,
  '0022-publications': publications,
  '0025-causes': causes,
  '0029-notices': notices,
  '0030-who-installed': whoInstalled,
  '0031-due-work': dueWork,
  '0032-languages': languages,
};

/**
 * Brings the database schema up to date, or up to the migration `through`. Safe on several nodes at once.
 *
 * @returns names of the applied migrations
 */
export async function migrate(db: Kysely<Database>, through?: string): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(migrations).map(([name, text]) => [
            name,
            { up: async (tx: Kysely<unknown>) => void (await sql.raw(text).execute(tx)) },
          ]),
        ),
    },
    migrationTableName: 'schema_migrations',
    migrationLockTableName: 'schema_migrations_lock',
  });
  const { error, results } =
    through === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(through);
  if (error !== undefined) throw error instanceof Error ? error : new Error('the migration failed', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}
