import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';

/** Microseconds per tick: Linux reports ticks of a hundredth of a second. */
const TICK_MICROS = 10_000;

/**
 * CPU time of these processes and of their children that have ended, in microseconds: the scheduler's count of each
 * living thread, plus the time of ended children that their parent has collected. A difference of two readings includes
 * processes that ended in between if their parent is among `pids`; only threads that ended before their process are
 * missing.
 *
 * @see proc(5), /proc/…/schedstat and /proc/…/stat
 */
export function cpuMicros(pids: readonly number[]): number {
  let micros = 0;
  for (const pid of pids) {
    const [cutime = 0, cstime = 0] = statOf(pid).slice(13, 15).map(Number);
    micros += threadsOf(pid).reduce((sum, ns) => sum + ns, 0) / 1000 + (cutime + cstime) * TICK_MICROS;
  }
  return micros;
}

/**
 * CPU time of each process in microseconds, as {@link cpuMicros} counts it; undefined if one of them is not a running
 * process of this machine with this name, or the system does not tell.
 *
 * @param name beginning of the processes' name, as /proc/…/comm has it
 */
export function cpuByPid(pids: readonly number[], name: string): ReadonlyMap<number, number> | undefined {
  if (pids.some((pid) => !read(`/proc/${pid}/comm`).startsWith(name) || threadsOf(pid).length === 0)) return undefined;
  return new Map(pids.map((pid) => [pid, cpuMicros([pid])]));
}

/**
 * CPU time in microseconds that processes used between two readings. One that began in between counts whole; one that
 * ended in between does not count.
 */
export function usedBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let micros = 0;
  for (const [pid, until] of after) micros += until - (before.get(pid) ?? 0);
  return micros;
}

/** Binds processes, with all their threads, to one core. @returns whether that succeeded for all */
export function pin(pids: readonly number[], core: number): boolean {
  try {
    for (const pid of pids) execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Pids of a process and all its descendants. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(statOf(Number(name))[1] ?? 0));
  }
  const family = [pid];
  for (const one of family) for (const [child, parent] of parents) if (parent === one) family.push(child);
  return family;
}

/** Proportional set size (PSS) of these processes in MB: private memory plus a share of shared memory. */
export function memoryMb(pids: readonly number[]): number {
  let kb = 0;
  for (const pid of pids) {
    const [, pss] = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
    kb += Number(pss ?? 0);
  }
  return kb / 1024;
}

export function residentMb(pid: number): number {
  const [, rss] = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(rss ?? 0) / 1024;
}

/**
 * Pins the load generator to another core than the servers. @returns whether a second core and `taskset` are available
 */
export function pinThisProcess(): boolean {
  return cpus().length >= 2 && pin([process.pid], 1);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

function threadsOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.map((thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0));
  } catch {
    return [];
  }
}

/** Fields of /proc/…/stat after the name, which may contain spaces. */
function statOf(pid: number): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
