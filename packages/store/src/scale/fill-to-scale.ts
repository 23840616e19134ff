import type pg from 'pg';
import type { ScaleTarget } from './steps.ts';
import { seedingSteps } from './steps.ts';

/**
 * Fills two accounts with as many test rows as lists must cope with, in one transaction of some seconds: all or
 * nothing.
 *
 * @param onPart called after each part with its number of rows
 */
export async function fillToScale(
  pool: pg.Pool,
  place: ScaleTarget,
  onPart: (part: string, rows: number) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { fills, text } of seedingSteps(place)) {
      const { rowCount } = await client.query(text);
      onPart(fills, rowCount ?? 0);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  // VACUUM ANALYZE gives the planner statistics for the first query. A failure here undoes nothing.
  await pool.query('vacuum analyze');
}
