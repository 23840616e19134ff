import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Which of the pooler’s free connections a client gets for its next transaction. */
export type PoolerOrder = 'longest free' | 'latest used';

interface Client {
  readonly socket: Socket;
  readonly waiting: Buffer[];
  lent: Socket | undefined;
}

/**
 * A minimal pooler in transaction mode: each client authenticates over a new connection, which then serves any client
 * for one transaction. Used where PgBouncer is not installed.
 *
 * @param url URL of the database behind the pooler
 * @returns the same database's URL through the pooler
 */
export async function startTransactionPooler(
  url: string,
  lends: PoolerOrder,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const to = new URL(url);
  const host = to.searchParams.get('host') ?? to.hostname;
  const port = Number(to.port || '5432');
  const sockets = new Set<Socket>();
  const free: Socket[] = [];
  const clients = new Set<Client>();

  const serve = (client: Client): void => {
    if (client.waiting.length === 0) return;
    client.lent ??= lends === 'longest free' ? free.shift() : free.pop();
    if (client.lent !== undefined) client.lent.write(Buffer.concat(client.waiting.splice(0)));
  };
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const open = (): Socket => {
    const behind = kept(host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host));
    readMessages(behind, 1, (message) => {
      const holder = [...clients].find(({ lent }) => lent === behind);
      holder?.socket.write(message);
      if (message.toString('latin1', 0, 1) !== 'Z' || message.toString('latin1', 5) !== 'I') return;
      if (holder !== undefined) holder.lent = undefined;
      free.push(behind);
      for (const client of clients) serve(client);
    });
    return behind;
  };

  const server = createServer((socket) => {
    const client: Client = { socket: kept(socket), waiting: [], lent: open() };
    clients.add(client);
    socket.on('close', () => clients.delete(client));
    readMessages(socket, 0, (message) => {
      // A client’s Terminate message is not passed on, so that the pooled connection stays open.
      if (message.toString('latin1', 0, 1) === 'X') return;
      client.waiting.push(message);
      serve(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(`postgresql://127.0.0.1:${(server.address() as AddressInfo).port}${to.pathname}`);
  through.username = to.username;
  through.password = to.password;
  return {
    url: through.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Calls `take` with each complete PostgreSQL message; a client's first message has no type byte before its length. */
function readMessages(socket: Socket, letters: 0 | 1, take: (message: Buffer) => void): void {
  let held = Buffer.alloc(0);
  let before: number = letters;
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= before + 4 && held.length >= before + held.readUInt32BE(before)) {
      const length = before + held.readUInt32BE(before);
      const message = held.subarray(0, length);
      held = held.subarray(length);
      before = 1;
      take(message);
    }
  });
}
