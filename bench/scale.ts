import { statfsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { load } from './client.ts';
import { printFigure } from './lines.ts';
import { median, pinThisProcess } from './machine.ts';
import type { ScaleStore } from './scale/open-store.ts';
import { openStore } from './scale/open-store.ts';
import type { Operation } from './scale/shots.ts';
import { CONNECTIONS } from './scale/shots.ts';
import { sizesOf, spaceAnswer, spaceNeeded } from './scale/space.ts';

const ROUNDS = 5;
const SECONDS = 2;
const operations = ['refresh', 'exchange', 'introspection'] as const satisfies readonly Operation[];

/** CPU time of an operation in microseconds. */
interface Cost {
  readonly node: number;
  readonly postgres: number;
}

/**
 * Measures CPU time per operation on stores of 10⁴ to 10⁷ token families, one store and server for each size, in turn
 * in every round. Asks for the disk space first.
 *
 * @param words sizes, and `--yes` to go on without a question
 * @returns the exit code: 0 when measured, 2 when it was not started
 */
export async function scale(dataDir: string, secretKeys: string, words: readonly string[]): Promise<number> {
  const sizes = sizesOf(words.filter((word) => word !== '--yes'));
  if (sizes === undefined) {
    console.error('npm run bench -- --scale [--yes] [SIZES]: multiples of 1,000 such as 1e4 1e5 1e6 1e7');
    return 2;
  }
  if (!(await mayTakeSpace(dataDir, sizes, words.includes('--yes')))) return 2;
  const pinned = pinThisProcess();
  printFigure('Cores', pinned ? 'servers and their PostgreSQL on core 0, the load on core 1' : 'not pinned');
  const stores: ScaleStore[] = [];
  try {
    for (const families of sizes)
      stores.push(await openStore(families, { dataDir, secretKeys, core: pinned ? 0 : undefined }));
    report(stores, await measureInTurn(stores));
  } finally {
    for (const store of stores) await store.stop();
  }
  return 0;
}

async function mayTakeSpace(dataDir: string, sizes: readonly number[], saidYes: boolean): Promise<boolean> {
  const { bavail, bsize } = statfsSync(dataDir);
  const [needed, free] = [spaceNeeded(sizes), bavail * bsize];
  const gb = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  console.log(`${dataDir}: needs ${gb(needed)} for ${sizes.join(', ')} families, ${gb(free)} are free`);
  const answer = spaceAnswer(needed, free, { saidYes, canBeAsked: process.stdin.isTTY });
  if (answer === 'go') return true;
  if (answer === 'too_little') console.error('That is too little. Set TMPDIR to a larger disk, or name smaller sizes.');
  if (answer === 'say_yes') console.error('Nobody can be asked here: add --yes to use that space.');
  if (answer !== 'ask') return false;
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const said = await asked.question('Use it? [y/N] ');
  asked.close();
  return /^y/i.test(said);
}

/** Costs by operation and store, one for each round. */
type Costs = Readonly<Record<Operation, readonly Cost[][]>>;

async function measureInTurn(stores: readonly ScaleStore[]): Promise<Costs> {
  const none = (): Cost[][] => stores.map(() => []);
  const costs = { refresh: none(), exchange: none(), introspection: none() };
  // Round −1 warms up: caches, prepared statements, compiled code.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const operation of operations) {
      const order = [...stores.entries()];
      for (const [at, store] of round % 2 === 0 ? order : order.toReversed()) {
        const cost = await measure(store, operation);
        if (round >= 0) costs[operation][at]?.push(cost);
      }
    }
  }
  return costs;
}

async function measure(store: ScaleStore, operation: Operation): Promise<Cost> {
  const next = await store.shots(operation, SECONDS);
  const before = store.cpu();
  const { done, failed } = await load(store.port, { connections: CONNECTIONS, seconds: SECONDS, next });
  const after = store.cpu();
  if (failed > 0) throw new Error(`${store.families} families, ${operation}: ${failed} of ${done} failed`);
  return { node: (after.node - before.node) / done, postgres: (after.postgres - before.postgres) / done };
}

function report(stores: readonly ScaleStore[], costs: Costs): void {
  printFigure('CPU per operation, Node + PostgreSQL', `medians of ${ROUNDS} rounds`);
  for (const operation of operations) {
    const sums = stores.map((store, at) => {
      const rounds = costs[operation][at] ?? [];
      const [node, postgres] = [median(rounds.map((cost) => cost.node)), median(rounds.map((cost) => cost.postgres))];
      printFigure(
        `${operation}: ${store.families.toLocaleString('en')} families`,
        `${node.toFixed(0)} + ${postgres.toFixed(0)} = ${(node + postgres).toFixed(0)} µs`,
      );
      return node + postgres;
    });
    const ratio = (sums.at(-1) ?? NaN) / (sums[0] ?? NaN);
    printFigure(`${operation}: largest to smallest`, `${ratio.toFixed(2)} (should: at most 1.5)`);
  }
}
