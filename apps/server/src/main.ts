import { EmbeddedStartFailed, EmbeddedUnavailable } from '@pristan/postgres-embedded';
import { UnsupportedDatabase, DatabaseUnreachable, isUnavailable } from '@pristan/store';
import { CommanderError } from 'commander';
import { createProgram } from './cli/commands.ts';
import { CommandRefused } from './cli/program.ts';
import { ConfigProblems } from './config/load.ts';

/** Exit codes of a command that was refused, and of one that could not be parsed. */
const exitCodes = { refused: 1, usage: 2 } as const;

const json = process.argv.includes('--json');

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already printed its error; a request for help is not an error.
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
    if (process.exitCode !== 0) tell({ error: 'usage', message: error.message.replace(/^error: /, ''), field: null });
  } else {
    const told = toldOf(error);
    if (told === undefined) throw error;
    process.stderr.write(`${told.message}\n`);
    tell(told);
    process.exitCode = exitCodes.refused;
  }
}

interface Told {
  readonly error: string;
  readonly message: string;
  readonly field: string | null;
}

/** Sentence for an error that a person can fix; any other error is a bug and is thrown with its stack. */
function toldOf(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof CommandRefused) return { error: error.error, message, field: error.field ?? null };
  if (error instanceof ConfigProblems) return { error: 'settings', message, field: null };
  if (error instanceof UnsupportedDatabase) return { error: 'database_unfit', message, field: null };
  if (error instanceof DatabaseUnreachable) return { error: 'database_unreachable', message, field: null };
  if (error instanceof EmbeddedUnavailable || error instanceof EmbeddedStartFailed)
    return { error: 'embedded_database', message, field: null };
  return databaseTold(error);
}

function databaseTold(error: Error): Told | undefined {
  // SQLSTATE 28: authentication failed. 3D000: no such database. 42501: missing privilege.
  const code = 'code' in error ? String(error.code) : '';
  if (!isUnavailable(error) && !/^(28|3D000|42501|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(code)) return undefined;
  const why = error.message === '' ? code : error.message;
  return {
    error: 'database_unreachable',
    message: `The database cannot be used (${why}). Check that PostgreSQL runs, and check PRISTAN_DATABASE_URL.`,
    field: null,
  };
}

function tell(told: Told): void {
  if (json) process.stdout.write(`${JSON.stringify(told)}\n`);
}
