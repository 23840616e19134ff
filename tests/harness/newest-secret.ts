import { rotateSecret } from '@pristan/flows';
import type { World } from '../../apps/server/src/environment/open.ts';

/** Returns the id of an integration's newest secret, which a rotation must name. */
export async function newestSecretId({ pool }: Pick<World, 'pool'>, integrationId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from integration_secrets where integration_id = $1 and ends_at is null',
    [integrationId],
  );
  if (rows[0] === undefined) throw new Error(`no integration ${integrationId}`);
  return rows[0].id;
}

/** Rotates an integration’s newest secret. */
export async function rotateNewestSecret(
  world: World,
  about: Parameters<typeof rotateSecret>[1],
  how: { readonly overlapHours: number; readonly revokeNow: boolean },
): ReturnType<typeof rotateSecret> {
  return rotateSecret(world, about, { ...how, replaces: await newestSecretId(world, about.integrationId) });
}
