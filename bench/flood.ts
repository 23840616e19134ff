import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { load } from './client.ts';

/** An attack by one user on a shared server, run in a process of its own. */
export type Flood =
  /** Connections that send these requests in turn, each right after the previous response. */
  | {
      readonly kind: 'requests';
      readonly port: number;
      readonly connections: number;
      readonly requests: readonly string[];
    }
  /** Connections that start these requests in turn, then send one byte every other second. */
  | {
      readonly kind: 'slow';
      readonly port: number;
      readonly connections: number;
      readonly requests: readonly string[];
    };

const LONGEST_SECONDS = 600;

/** Runs an attack: reports its start and continues until the process is ended. */
export async function flood(job: Flood): Promise<void> {
  process.stdout.write('begins\n');
  const { port, connections, requests } = job;
  const nextOf = (n: number): string => requests[n % requests.length] ?? '';
  if (job.kind === 'requests') {
    let sent = 0;
    await load(port, {
      connections,
      seconds: LONGEST_SECONDS,
      next: () => ({ request: nextOf((sent += 1)), take: () => true }),
    });
    return;
  }
  await Promise.all(
    Array.from({ length: connections }, async (_, n) => {
      for (;;) await drip(port, nextOf(n));
    }),
  );
}

/** Sends one byte every other second over one connection, until the server closes it. */
async function drip(port: number, begin: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  let open = true;
  socket
    .on('error', () => undefined)
    .on('close', () => (open = false))
    .resume();
  socket.write(begin);
  while (open) {
    await pause(2_000);
    socket.write('x');
  }
}
