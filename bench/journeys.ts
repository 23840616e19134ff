import { join } from 'node:path';
import { printFigure } from './lines.ts';
import { median, pinThisProcess } from './machine.ts';
import type { Operation } from './journeys/operation.ts';
import type { Side } from './journeys/side.ts';
import { openSide } from './journeys/side.ts';

/** Cost of one round of an operation; CPU in microseconds per operation. */
interface Cost {
  readonly perSecond: number;
  readonly node: number;
  readonly postgres: number;
  readonly times: readonly number[];
}

/**
 * Measures consent journeys, pages, console lists and hook sending: rate, latency and CPU per operation. With `there`
 * it measures another checkout in turn, in the opposite order every other round. A first round warms up.
 */
export async function journeys(
  there: string | undefined,
  options: {
    readonly dataDir: string;
    readonly secretKeys: string;
    readonly rounds: number;
    readonly seconds: number;
    /** Measures only the operations whose name contains this. */
    readonly only: string;
  },
): Promise<void> {
  const { dataDir, secretKeys, rounds, seconds, only } = options;
  const core = pinThisProcess() ? 0 : undefined;
  printFigure('Cores', core === 0 ? 'servers and PostgreSQL on core 0, the load on core 1' : 'not pinned');
  const folders = there === undefined ? [process.cwd()] : [process.cwd(), there];
  const sides: Side[] = [];
  try {
    for (const [at, folder] of folders.entries())
      sides.push(await openSide({ folder, dataDir: join(dataDir, String(at)), secretKeys, core }));
    const costs = await costsOf(sides, { rounds, seconds, only });
    for (const { name } of sides[0]?.operations ?? []) if (name.includes(only)) report(name, costs);
  } finally {
    for (const side of sides) await side.stop();
  }
}

/** Costs of each side's operations, by name, round by round. */
async function costsOf(
  sides: readonly Side[],
  { rounds, seconds, only }: { readonly rounds: number; readonly seconds: number; readonly only: string },
): Promise<readonly ReadonlyMap<string, readonly Cost[]>[]> {
  const costs = sides.map(() => new Map<string, Cost[]>());
  for (let round = -1; round < rounds; round += 1)
    for (const { at, side, operation } of turnsOf(sides, { round, only })) {
      const cost = await measured(side, operation, { seconds, isWarmUp: round < 0 });
      const before = costs[at]?.get(operation.name) ?? [];
      if (round >= 0) costs[at]?.set(operation.name, [...before, cost]);
    }
  return costs;
}

/** Operations of a round: each by both sides in turn, in the opposite order every other round. */
function turnsOf(sides: readonly Side[], { round, only }: { readonly round: number; readonly only: string }) {
  const order = [...sides.entries()];
  if (round % 2 === 0) order.reverse();
  const count = sides[0]?.operations.length ?? 0;
  return Array.from({ length: count }, (_, place) => place).flatMap((place) =>
    order.flatMap(([at, side]) => {
      const operation = side.operations[place];
      return operation?.name.includes(only) === true ? [{ at, side, operation }] : [];
    }),
  );
}

async function measured(side: Side, operation: Operation, round: Parameters<Operation['run']>[0]): Promise<Cost> {
  const before = side.used(operation.server);
  const { times, seconds: took } = await operation.run(round);
  const after = side.used(operation.server);
  return {
    perSecond: times.length / took,
    node: (after.node - before.node) / times.length,
    postgres: (after.postgres - before.postgres) / times.length,
    times,
  };
}

/** Prints one operation's figures, of each checkout. */
function report(name: string, costs: readonly ReadonlyMap<string, readonly Cost[]>[]): void {
  const sides = costs.map((of) => of.get(name) ?? []);
  for (const [at, rounds] of sides.entries()) {
    const of = (figure: (cost: Cost) => number): number => Math.round(median(rounds.map(figure)));
    const times = rounds.flatMap((cost) => cost.times).toSorted((a, b) => a - b);
    const quantile = (share: number): string => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1);
    const side = sides.length === 1 ? '' : at === 0 ? ', here' : ', there';
    printFigure(
      `${name}${side}`,
      `${of((cost) => cost.perSecond)} /s, p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, CPU ${of(({ node }) => node)} + ${of(({ postgres }) => postgres)} µs`,
    );
  }
  const [here, there] = sides;
  if (here === undefined || there === undefined) return;
  const total = (cost: Cost | undefined): number => (cost?.node ?? 0) + (cost?.postgres ?? 0);
  const ratio = median(here.map((cost, round) => total(cost) / total(there[round])));
  printFigure(`${name}: CPU here / there`, ratio.toFixed(2));
}
