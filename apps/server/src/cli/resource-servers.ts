import type { World } from '../environment/open.ts';
import { isUuid } from '../http/uuid.ts';
import { CommandRefused } from './program.ts';

const SECRET_LENGTH = 64;
const NAME_LENGTH_MAX = 255;

/** Registers a program that may introspect tokens. Its secret is printed here and kept as a hash only. */
export async function createResourceServer(world: World, { name }: { name: string }) {
  if (name.trim() === '' || name.length > NAME_LENGTH_MAX) {
    throw new CommandRefused(`A resource server has a name of 1 to ${NAME_LENGTH_MAX} characters.`);
  }
  const id = world.random.uuid();
  const secret = world.random.alphanumeric(SECRET_LENGTH);
  await world.db
    .insertInto('resource_servers')
    .values({ id, name: name.trim(), secret_hash: world.secrets.hash(secret), created_at: world.clock.now() })
    .execute();
  return { id, secret };
}

/** Those that may introspect, oldest first. */
export async function listResourceServers(world: World) {
  const rows = await world.db.selectFrom('resource_servers').select(['id', 'name']).orderBy('created_at').execute();
  return { resource_servers: rows };
}

/** From the next request on it gets no answer any more. */
export async function removeResourceServer(world: World, { id }: { id: string }) {
  const removed = isUuid(id)
    ? await world.db.deleteFrom('resource_servers').where('id', '=', id).executeTakeFirst()
    : undefined;
  if (Number(removed?.numDeletedRows ?? 0) === 0) throw new CommandRefused(`There is no resource server ${id}.`);
  return { id, removed: true };
}
