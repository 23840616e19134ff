import type { Command } from 'commander';
import { pino } from 'pino';
import { loadConfig } from '../config/load.ts';
import type { World } from '../environment/open.ts';
import { openWorld } from '../environment/open.ts';

/** A refusal at the command line: one sentence that says what to do, and exit code 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** Opens the world for one command and leaves it afterwards, however the command ends. */
export async function withWorld<Result>(run: (world: World) => Promise<Result>): Promise<Result> {
  const world = await openWorld(loadConfig(), pino({ level: 'warn' }, pino.destination(2)), { followKeys: false });
  try {
    return await run(world);
  } finally {
    await world.close();
  }
}

/** Prints an answer: one JSON object with `--json`, otherwise a line a member. */
export function print(command: Command, answer: Readonly<Record<string, unknown>>): void {
  if (command.optsWithGlobals()['json'] === true) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(answer)) process.stdout.write(`${name}: ${String(value)}\n`);
}
