import type pg from 'pg';
import type { ScalePlace } from './steps.ts';
import { scaleSteps } from './steps.ts';

/**
 * Fills two accounts with as much as lists have to bear: all of it or nothing, in a transaction of some seconds.
 *
 * @param onPart called when a part is there, with how many rows it took
 */
export async function fillToScale(
  pool: pg.Pool,
  place: ScalePlace,
  onPart: (part: string, rows: number) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { fills, text } of scaleSteps(place)) {
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
  // So that the first question about it is planned by what is there. What it fails at takes nothing back.
  await pool.query('vacuum analyze');
}
