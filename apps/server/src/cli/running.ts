import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/load.ts';
import { repositoryRoot } from '../config/settings.ts';

/** Contents of the file by which commands find a platform run by `npm start`. Contains no secret. */
export interface RunningPlatform {
  readonly address: string;
  readonly base_domain: string;
  readonly api_domain: string;
  readonly port: number;
  readonly data_dir: string;
  /**
   * Whether the platform uses the embedded database in its data directory; a database URL may contain a password and is
   * not written.
   */
  readonly embedded: boolean;
  readonly pid: number;
  /** Identifies the platform's process, since its pid may belong to another process by now. */
  readonly process: string;
  /** Start of the platform, in epoch milliseconds. */
  readonly started_at: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

const FILE = '.pristan-running.json';

/**
 * Writes a file beside the sources that says that this process is a running platform; only its user may read the file.
 * A second platform writes a file of its own.
 *
 * @returns a function that removes the file
 */
export function announceRunningPlatform(
  config: Config,
  { port, now }: { readonly port: number; readonly now: number },
  folder = repositoryRoot(),
): () => void {
  const taken = read(path.join(folder, FILE));
  const own = path.join(folder, taken === undefined || !lives(taken) ? FILE : `.pristan-running.${process.pid}.json`);
  const running: RunningPlatform = {
    address: config.publicUrl,
    base_domain: config.baseDomain,
    api_domain: config.apiDomain,
    port,
    data_dir: config.dataDir,
    embedded: config.databaseUrl === undefined,
    pid: process.pid,
    process: processNamed(process.pid) ?? '',
    started_at: now,
  };
  const draft = `${own}.${process.pid}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, own);
  return () => {
    if (read(own)?.pid === process.pid) rmSync(own, { force: true });
  };
}

/**
 * Variables of a command, completed from the newest platform that runs from these sources: its data directory and its
 * addresses. Variables that are set win; a platform that contradicts them is not used.
 */
export function completedFromRunning(variables: Variables, folder = repositoryRoot()): Variables {
  const given = (name: string): string | undefined => (variables[name] === '' ? undefined : variables[name]);
  if (given('PRISTAN_DATABASE_URL') !== undefined) return variables;
  if ((given('NODE_ENV') ?? 'development') !== 'development') return variables;
  const running = runningPlatforms(folder).find((one) => {
    const dataDir = given('PRISTAN_DATA_DIR');
    return (
      one.embedded &&
      (dataDir === undefined || path.resolve(repositoryRoot(), dataDir) === one.data_dir) &&
      (given('PRISTAN_PORT') ?? String(one.port)) === String(one.port) &&
      (given('PRISTAN_PUBLIC_URL') ?? one.address) === one.address
    );
  });
  if (running === undefined) return variables;
  const found = {
    NODE_ENV: 'development',
    PRISTAN_DATA_DIR: running.data_dir,
    PRISTAN_PORT: String(running.port),
    PRISTAN_PUBLIC_URL: running.address,
    PRISTAN_BASE_DOMAIN: running.base_domain,
    PRISTAN_API_DOMAIN: running.api_domain,
  };
  const said = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  return { ...found, ...Object.fromEntries(said) };
}

/** Running platforms that were started from these sources, newest first. */
export function runningPlatforms(folder = repositoryRoot()): readonly RunningPlatform[] {
  return readdirSync(folder)
    .filter((name) => /^\.pristan-running(\.\d+)?\.json$/.test(name))
    .map((name) => read(path.join(folder, name)))
    .filter((one) => one !== undefined)
    .filter(lives)
    .toSorted((one, other) => other.started_at - one.started_at);
}

function lives({ pid, process: which }: RunningPlatform): boolean {
  return which !== '' && processNamed(pid) === which;
}

/**
 * Reads the file of a running platform; undefined when the file is missing, was not written by a platform, or others
 * may write to it.
 */
function read(file: string): RunningPlatform | undefined {
  try {
    const stats = lstatSync(file);
    if (!stats.isFile() || (stats.mode & 0o022) !== 0) return undefined;
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunningPlatform>;
    const whole = [found.address, found.base_domain, found.api_domain, found.data_dir, found.process];
    return whole.every((text) => typeof text === 'string') &&
      Number.isInteger(found.pid) &&
      Number.isInteger(found.port)
      ? (found as RunningPlatform)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Text that identifies one process of one boot, even if its pid is used again; undefined when no process has this pid.
 */
function processNamed(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    // Field 22 of /proc/PID/stat, proc(5): start time of the process in ticks since the boot.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${rest[18]}`;
  } catch {
    return undefined;
  }
}
