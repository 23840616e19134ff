import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../config/load.ts';

type Place = Pick<Config, 'host' | 'port'>;

/** Advice for a port or an address on which this machine cannot listen; undefined for any other error. */
export function cannotListen(error: unknown, { host, port }: Place): string | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Set PRISTAN_PORT to a free one.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Set PRISTAN_PORT to one above 1023, and put a proxy in front.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return `PRISTAN_HOST: "${host}" is not an address of this machine. Set it to one, or to 0.0.0.0 for all of them.`;
    default:
      return undefined;
  }
}

/**
 * Reason why no server can listen on the port and address of the settings; none when a platform already answers there.
 */
export async function listeningProblem(place: Place): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host: place.host, port: place.port });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    return taken && (await platformAnswers(place)) ? undefined : cannotListen(error, place);
  } finally {
    server.close();
  }
}

async function platformAnswers({ host, port }: Place): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const answer = await fetch(`http://${name.includes(':') ? `[${name}]` : name}:${port}/healthz`, {
      signal: AbortSignal.timeout(3_000),
    });
    return answer.ok && (await answer.text()) === '{"ok":true}';
  } catch {
    return false;
  }
}
