import { openPool, requireConnection } from '@pristan/store';
import { shownProse } from '@pristan/wire';
import type { Command } from 'commander';
import { pino } from 'pino';
import type { Config } from '../config/load.ts';
import { loadConfigBeside } from '../config/load.ts';
import { holdsCluster } from '../environment/data-dir.ts';
import type { World } from '../environment/open.ts';
import { openWorld } from '../environment/open.ts';
import { completedFromRunning } from './running.ts';

/** Refusal of a command, printed as one sentence that says what to do, with exit code 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  /** A stable error code for programs that run the command. */
  readonly error: string;
  /** The wrong field, named like the command's option or like the API's field. */
  readonly field: string | undefined;

  constructor(
    message: string,
    { error = 'refused', field }: { readonly error?: string; readonly field?: string } = {},
  ) {
    super(message);
    this.error = error;
    this.field = field;
  }
}

/** Settings of a command: the environment's variables, completed from the platform that runs on this machine. */
export function commandConfig(): Config {
  return loadConfigBeside(completedFromRunning);
}

/**
 * Opens store and keys for one command and closes them afterwards, however the command ends.
 *
 * @param options.create whether a platform is created when there is none
 * @throws CommandRefused when there is no platform and `create` is false
 */
export async function withWorld<Result>(
  run: (world: World) => Promise<Result>,
  options: { readonly create: boolean },
): Promise<Result> {
  const config = commandConfig();
  const missing = options.create ? undefined : await platformMissing(config);
  if (missing !== undefined) throw new CommandRefused(missing, { error: 'no_platform' });
  const world = await openWorld(config, pino({ level: 'warn' }, pino.destination(2)), { followKeys: false });
  try {
    return await run(world);
  } finally {
    await world.close();
  }
}

/** Sentence that there is no platform where the settings say; undefined when there is one. Checking creates nothing. */
export async function platformMissing(config: Config): Promise<string | undefined> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === undefined) {
    if (await holdsCluster(dataDir)) return undefined;
    return `There is no platform in ${dataDir}. Start one with npm start, name another with PRISTAN_DATA_DIR or PRISTAN_DATABASE_URL, or add --new to create one there.`;
  }
  await requireConnection({ connectionString: databaseUrl });
  const pool = openPool({ connectionString: databaseUrl }, 1, () => undefined);
  try {
    const { rows } = await pool.query<{ there: boolean }>(
      `select to_regclass('schema_migrations') is not null as there`,
    );
    if (rows[0]?.there === true) return undefined;
    return 'There is no platform in the database that PRISTAN_DATABASE_URL names. Run pristan migrate to create one, or add --new.';
  } finally {
    await pool.end();
  }
}

/**
 * Prints a command's answer: one JSON object with `--json`, otherwise one line per member and one per entry of a list.
 */
export function print(command: Command, answer: Readonly<Record<string, unknown>>): void {
  if (command.optsWithGlobals()['json'] === true) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(answer)) {
    if (Array.isArray(value) && value.some((entry) => typeof entry === 'object')) {
      for (const entry of value as readonly object[]) process.stdout.write(shownProse(`${lineOf(entry)}\n`));
      if (value.length === 0) process.stdout.write(`${name}: none\n`);
    } else if (value !== null) process.stdout.write(shownProse(`${name}: ${asText(value)}\n`));
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(',') : JSON.stringify(value);
}

function lineOf(entry: object): string {
  return Object.entries(entry)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('  ');
}
