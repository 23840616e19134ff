import { readFileSync, readdirSync } from 'node:fs';

/** CPU time of each process, in nanoseconds as the scheduler counts them. */
export type CpuTimes = ReadonlyMap<number, number>;

/** What these processes have used up to now. @see proc(5), /proc/…/schedstat */
export function cpuTimes(pids: readonly number[]): CpuTimes {
  return new Map(pids.map((pid) => [pid, threadsOf(pid).reduce((sum, ns) => sum + ns, 0)]));
}

/** CPU time used between two looks, in microseconds. What ended in between is not in it. */
export function cpuUsedMicros(before: CpuTimes, after: CpuTimes): number {
  let ns = 0;
  for (const [pid, time] of after) ns += time - (before.get(pid) ?? 0);
  return ns / 1000;
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
