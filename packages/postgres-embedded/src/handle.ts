import type { Client } from 'pg';
import { PRESENCE_NAME } from './presence-lock.ts';
import { type Connection, connectionTo, probe } from './probe.ts';
import { releasePresence } from './release.ts';
import { connectOrStart } from './connect-or-start.ts';
import type { EmbeddedServer } from './server.ts';

declare module 'pg' {
  // `ref` and `unref` exist since pg 8.0, but its type declarations lack them.
  interface Client {
    ref(): void;
    unref(): void;
  }
}

/** A running embedded PostgreSQL, and this process's connection that keeps it running. */
export interface EmbeddedPostgres {
  /** Settings for `pg.Pool`; the pool adds an `application_name` that begins with `APPLICATION_NAME_PREFIX`. */
  readonly connection: Connection;
  /**
   * Resolves once the embedded server accepts connections: uses a running one, waits for one that is stopping, restarts
   * one that died. Safe to call at any time and concurrently, also from several processes.
   *
   * The handle calls it when the server goes away. A caller whose query failed can call it to learn when to retry.
   *
   * @throws EmbeddedStartFailed when the server does not start; a plain Error after {@link EmbeddedPostgres.leave}
   */
  ensureRunning(): Promise<void>;
  /**
   * Gives up this handle, and stops the server when no other Pristan connection remains. The caller ends its pools
   * first: they count as other connections.
   */
  leave(): Promise<void>;
}

/** Connects to the embedded server, starting it if necessary, and keeps a connection until the handle is left. */
export async function openHandle(place: EmbeddedServer, log: (line: string) => void): Promise<EmbeddedPostgres> {
  let presence: Client | undefined;
  let arriving: Promise<void> | undefined;
  let leaving: Promise<void> | undefined;

  function ensureRunning(): Promise<void> {
    if (leaving !== undefined) return Promise.reject(new Error('This embedded PostgreSQL was left already'));
    arriving ??= arrive().finally(() => {
      arriving = undefined;
    });
    return arriving;
  }

  // Always opens a new connection: an old one may still answer for a moment after its server was killed.
  async function arrive(): Promise<void> {
    const client = await connectOrStart(place, log);
    const former = presence;
    presence = client;
    // `unref` lets a process that has nothing else to do end without leaving.
    client.unref();
    client.once('end', () => {
      if (presence !== client) return;
      presence = undefined;
      if (leaving === undefined) ensureRunning().catch((thrown: unknown) => log(String(thrown)));
    });
    await former?.end().catch(() => undefined);
  }

  async function goAway(): Promise<void> {
    await arriving?.catch(() => undefined);
    const client = presence ?? (await reconnected());
    client?.ref();
    if (client !== undefined) await releasePresence(place, client, log);
  }

  async function reconnected(): Promise<Client | undefined> {
    const answer = await probe(place, PRESENCE_NAME);
    return answer.kind === 'open' ? answer.client : undefined;
  }

  await ensureRunning();
  return { connection: connectionTo(place), ensureRunning, leave: () => (leaving ??= goAway()) };
}
