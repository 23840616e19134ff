import { readFileSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const folder = '/dev/shm';
const leastBytes = 3 * 1024 ** 3;

/** Linux's folder in memory, if the machine has 3 GiB to spare and runs programs from it. Containers often have 64 MiB. */
export function memoryFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    const mount = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm \S+ (\S+)/m)?.[1] ?? '';
    const runsPrograms = !mount.split(',').includes('noexec');
    return runsPrograms && bavail * bsize >= leastBytes && freemem() >= leastBytes ? folder : undefined;
  } catch {
    return undefined;
  }
}
