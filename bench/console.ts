import { join } from 'node:path';
import { startServer } from '../tests/harness/server-process.ts';
import { firstScreen } from './first-screen.ts';
import { openFixtures } from './fixtures.ts';
import { printFigure, ms } from './lines.ts';
import { signedIn } from './session.ts';

/** A poor mobile network: Chromium's "fast 3G". */
const SLOW = { bitsPerSecond: 1_600_000, latencyMs: 150 } as const;

/** Measures the console's first screen on a small store, over loopback and over a slow network. */
export async function consoleScreens(dataDir: string, secretKeys: string): Promise<void> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(dataDir, 'console'),
    PRISTAN_SECRET_KEYS: secretKeys,
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);
  const cookie = await signedIn(fixtures);
  await printFirstScreen(server.port, cookie, `/console/accounts/${fixtures.accountId}/installed`);
  await fixtures.world.close();
  await server.stop();
}

/** Prints the load time of a console page with an empty cache, over loopback and over a slow network. */
export async function printFirstScreen(port: number, cookie: string, path: string): Promise<void> {
  const near = await firstScreen(port, cookie, { path });
  const { scripts, styles, all } = near.bytes;
  printFigure('Console, first screen: over the wire', `${all} bytes in ${near.requests} requests`);
  printFigure('… of these scripts, styles', `${scripts} (should: under 200,000), ${styles} bytes`);
  printFigure(
    'Console, first screen: cold cache to the list',
    `p50 ${ms(near.list.p50Ms)}, worst of ${near.runs} ${ms(near.list.worstMs)} (should: under 1.5 s)`,
  );
  const far = await firstScreen(port, cookie, { path, network: SLOW });
  for (const [what, { p50Ms, worstMs }, limit] of [
    ['first paint', far.firstPaint, '1.5 s'],
    ['the list', far.list, '3 s'],
  ] as const) {
    printFigure(
      `Console at 1.6 Mbit/s, 150 ms: ${what}`,
      `p50 ${ms(p50Ms)}, worst of ${far.runs} ${ms(worstMs)} (should: under ${limit})`,
    );
  }
}
