import type { QueryCompiler } from 'kysely';
import { PostgresDialect, PostgresQueryCompiler } from 'kysely';
import type pg from 'pg';
import { preparingPool } from './preparing-pool.ts';

/** Kysely dialect for PostgreSQL whose statements are prepared when they are used often. */
export class PreparingDialect extends PostgresDialect {
  constructor(pool: pg.Pool) {
    super({ pool: preparingPool(pool) });
  }

  override createQueryCompiler(): QueryCompiler {
    return new LiteralBooleans();
  }
}

/**
 * Writes booleans into a statement's text. As parameters they would keep PostgreSQL from planning a prepared statement
 * once for all: partial indexes, such as that of current subdomains, serve only a condition that the text states.
 */
class LiteralBooleans extends PostgresQueryCompiler {
  protected override appendValue(parameter: unknown): void {
    if (typeof parameter === 'boolean') this.append(String(parameter));
    else super.appendValue(parameter);
  }
}
