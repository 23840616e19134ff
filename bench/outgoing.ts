import { join } from 'node:path';
import { startServer } from '../tests/harness/server-process.ts';
import { archive } from './archive.ts';
import { deliveries } from './deliveries.ts';
import { external } from './external.ts';
import { openFixtures } from './fixtures.ts';
import { printFigure, ms, perSecond } from './lines.ts';

/**
 * Measures outgoing hooks and widget uploads, on a server of their own: only development allows receivers without TLS.
 */
export async function outgoing(dataDir: string, secretKeys: string, seconds: number): Promise<void> {
  const variables = {
    NODE_ENV: 'development',
    PRISTAN_DATA_DIR: join(dataDir, 'outgoing'),
    PRISTAN_SECRET_KEYS: secretKeys,
    PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1',
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);

  const redirect = await external(fixtures, server.port);
  printFigure(
    'Allow to redirect, less the receiver’s 100 ms',
    `p50 ${ms(redirect.p50Ms)}, p99 ${ms(redirect.p99Ms)} (should: under 50 ms)`,
  );

  const opened = await archive(fixtures, server);
  printFigure(
    `widget.zip of ${opened.archiveMb.toFixed(1)} MB, upload to answer`,
    `${ms(opened.ms)}; the server holds ${Math.round(opened.heldMb)} MB more (should: 64 at most)`,
  );

  const { world, accountId } = fixtures;
  const sent = await deliveries({ world, accountId, serverPid: server.pid }, seconds);
  printFigure('Limit: GETs of a bare client, same receivers', perSecond(sent.barePerSecond));
  printFigure('hooks: a backlog of 2,000', perSecond(sent.drainedPerSecond));
  printFigure('hooks: against the bare client', (sent.drainedPerSecond / sent.barePerSecond).toFixed(2));
  printFigure('hooks: offered, a fifth to receivers that hang', perSecond(sent.offeredPerSecond));
  printFigure(
    'hooks: commit to arrival at the healthy',
    `p50 ${ms(sent.p50Ms)}, p99 ${ms(sent.p99Ms)} (should: p50 under 1 s)${sent.missing > 0 ? `, ${sent.missing} MISSING` : ''}`,
  );
  printFigure('hooks: server RSS at its highest', `${Math.round(sent.serverPeakMb)} MB (should: under 300)`);
  await world.close();
  await server.stop();
}
