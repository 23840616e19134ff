import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { against } from './against.ts';
import { attacks } from './attacks.ts';
import { burst } from './burst.ts';
import { consoleScreens } from './console.ts';
import type { Flood } from './flood.ts';
import { flood } from './flood.ts';
import { hour } from './hour.ts';
import { journeys } from './journeys.ts';
import { lists } from './lists.ts';
import { outgoing } from './outgoing.ts';
import { compare } from './peers/compare.ts';
import { scale } from './scale.ts';
import { serverAlone } from './server-alone.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'pristan-bench-'));
const secretKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const [asked = '', ...given] = process.argv.slice(2);

/** Measurements by their first argument; docs/reference/measuring.md describes each. */
const commands: Readonly<Record<string, () => Promise<void>>> = {
  '': () => compare({ dataDir, secretKeys, isQuick: false }),
  '--hour': async () => void (process.exitCode = await hour(dataDir, secretKeys, seconds(60))),
  '--scale': async () => void (process.exitCode = await scale(dataDir, secretKeys, given)),
  '--quick': () => compare({ dataDir, secretKeys, isQuick: true }),
  against: againstOther,
  attacks: () => attacks(dataDir, secretKeys, seconds(10)),
  burst: () => burst(dataDir, secretKeys),
  console: () => consoleScreens(dataDir, secretKeys),
  flood: async () => flood(JSON.parse(await text(process.stdin)) as Flood),
  journeys: journeysBeside,
  lists: () => lists(dataDir, secretKeys),
  outgoing: () => outgoing(dataDir, secretKeys, seconds(4)),
  server: () => serverAlone(dataDir, secretKeys),
};

try {
  const command = commands[asked];
  if (command === undefined) {
    console.error(
      `npm run bench -- [${Object.keys(commands).filter(Boolean).join(' | ')}]; see docs/reference/measuring.md`,
    );
    process.exitCode = 2;
  } else await command();
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function againstOther(): Promise<void> {
  const [folder = '', name = '', pairs = '8', each = '3'] = given;
  const options = { dataDir, secretKeys, pairs: Number(pairs), seconds: Number(each) };
  // A failed measurement must not look like a worse one.
  process.exitCode = await against({ folder, name }, options).catch((error: unknown) => {
    console.error(error);
    return 3;
  });
}

async function journeysBeside(): Promise<void> {
  const [there = 'alone', rounds = '5', each = '3', only = ''] = given;
  const options = { dataDir, secretKeys, rounds: Number(rounds), seconds: Number(each), only };
  return journeys(there === 'alone' ? undefined : there, options);
}

/** The argument after the command, a number of seconds; of minutes for the hour. */
function seconds(usual: number): number {
  return Number(given[0]) || usual;
}
