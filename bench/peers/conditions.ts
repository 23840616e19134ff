import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import type { Plan } from './rounds.ts';

/** Conditions of a run, as they were before it began. */
export interface Conditions {
  readonly plan: Plan;
  readonly startedAt: Date;
  /** Commit of this checkout, with a note if files differ from it; undefined outside git. */
  readonly commit: string | undefined;
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** Processes that wanted a core during the minute before the run. */
  readonly loadBefore: number;
}

/** Reads the conditions of a run that begins now. */
export function readConditions(plan: Plan): Conditions {
  return {
    plan,
    startedAt: new Date(),
    commit: commit(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadBefore: loadavg()[0] ?? Number.NaN,
  };
}

function commit(): string | undefined {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short=10', 'HEAD')}${isChanged ? ' with changes' : ''}`;
  } catch {
    return undefined;
  }
}
