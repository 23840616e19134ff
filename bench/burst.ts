import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../tests/harness/server-process.ts';
import type { LoadRequest } from './client.ts';
import { load } from './client.ts';
import { openFixtures } from './fixtures.ts';
import { printFigure } from './lines.ts';
import { residentMb } from './machine.ts';

const AT_ONCE = 1_000;
const SECONDS = 5;
const AFTER_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** Measures the memory of a server during a thousand concurrent refreshes, and a minute afterwards. */
export async function burst(dataDir: string, secretKeys: string): Promise<void> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(dataDir, 'burst'),
    PRISTAN_SECRET_KEYS: secretKeys,
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);
  const codes = [...(await fixtures.codes(AT_ONCE))];
  const current: string[] = [];
  const keep = (connection: number) => (status: number, body: string) => {
    if (status === 200) current[connection] = (JSON.parse(body) as { refresh_token: string }).refresh_token;
    return status === 200;
  };
  await pause(2_000);
  const idle = residentMb(server.pid);
  let drawn = 0;
  await load(server.port, {
    connections: 10,
    seconds: 60,
    next: (): LoadRequest | undefined =>
      drawn === AT_ONCE ? undefined : { request: fixtures.exchange(codes[drawn] ?? ''), take: keep(drawn++) },
  });
  let peak = 0;
  const looking = setInterval(() => (peak = Math.max(peak, residentMb(server.pid))), LOOK_EVERY_MS);
  const result = await load(server.port, {
    connections: AT_ONCE,
    seconds: SECONDS,
    next: (connection) => ({ request: fixtures.refresh(current[connection] ?? ''), take: keep(connection) }),
  });
  clearInterval(looking);
  printFigure(
    `Burst of ${AT_ONCE} refreshes at once, for ${SECONDS} s`,
    `${Math.round(result.perSecond)}/s, p99 ${Math.round(result.p99Ms)} ms${result.failed > 0 ? `, ${result.failed} FAILED` : ''}`,
  );
  const mb = (value: number): string => `${Math.round(value)} MB`;
  printFigure('Burst: resident before, at most', `${mb(idle)}, ${mb(peak)}`);
  await pause(AFTER_MS);
  printFigure('Burst: resident 60 s after', `${mb(residentMb(server.pid))} (should: at most 250 MB)`);
  await fixtures.world.close();
  await server.stop();
}
