import { readFileSync, readdirSync } from 'node:fs';

/** Linux tells programs its ticks as hundredths of a second. */
const TICK_MICROS = 10_000;

/**
 * What these processes and the children they have seen off have used up to now, in microseconds: what the scheduler counts
 * of each living thread, and what a parent is told of a child that ended. So the difference of two looks holds what ended in
 * between, as long as its parent is one of them; only a thread that ended before its process is missing.
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

/** A process and all that descend from it. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(statOf(Number(name))[1] ?? 0));
  }
  const family = [pid];
  for (const one of family) for (const [child, parent] of parents) if (parent === one) family.push(child);
  return family;
}

/** Memory that is a process's alone plus its share of what it shares (PSS), in MB. */
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

function threadsOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.map((thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0));
  } catch {
    return [];
  }
}

/** The fields of /proc/…/stat from the state on; the name before it may hold spaces. */
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
