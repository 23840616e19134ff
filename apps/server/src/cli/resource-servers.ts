import type { World } from '../environment/open.ts';
import { isUuid } from '@pristan/wire';
import { confirmByName } from './confirm.ts';
import { CommandRefused } from './program.ts';
import { requireName } from './accounts.ts';

const SECRET_LENGTH = 64;

/**
 * Registers a resource server: a program that may introspect tokens. Its secret is printed once and stored as a hash
 * only.
 */
export async function createResourceServer(world: World, { name }: { name: string }) {
  const shown = requireName('A resource server', name);
  const id = world.random.uuid();
  const secret = world.random.alphanumeric(SECRET_LENGTH);
  await world.db
    .insertInto('resource_servers')
    .values({ id, name: shown, secret_hash: world.secrets.hash(secret), created_at: world.clock.now() })
    .execute();
  return { id, secret };
}

/** Lists resource servers, oldest first. */
export async function listResourceServers(world: World) {
  const rows = await world.db.selectFrom('resource_servers').select(['id', 'name']).orderBy('created_at').execute();
  return { resource_servers: rows };
}

/** Deletes a resource server; its next introspection request is refused. */
export async function removeResourceServer(world: World, { id, yes }: { id: string; yes?: boolean }) {
  const found = isUuid(id)
    ? await world.db.selectFrom('resource_servers').select('name').where('id', '=', id).executeTakeFirst()
    : undefined;
  if (found === undefined)
    throw new CommandRefused(`There is no resource server ${id}. List them with: pristan resource-server list`, {
      error: 'unknown',
      field: 'id',
    });
  // A script is not asked to confirm: an id is not typed by accident.
  if (process.stdin.isTTY)
    await confirmByName(
      found.name,
      `deletes the resource server "${found.name}", whose requests are refused from now on`,
      yes === undefined ? {} : { yes },
    );
  await world.db.deleteFrom('resource_servers').where('id', '=', id).execute();
  return { id, removed: true };
}
