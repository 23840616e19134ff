import { minuteMs, secondMs } from '@pristan/rules';
import type { DueWorkReport } from '@pristan/store';
import type { DoctorFinding } from './doctor-finding.ts';

/** Due work that no node has claimed for so long is late: no server runs, or the servers cannot keep up. */
const LATE_MS = 5 * minuteMs;

const names: Readonly<Record<DueWorkReport['kind'], string>> = {
  hook: 'Hooks',
  mail: 'Mails',
  logo: 'Logos to fetch',
  adoption: 'Adoptions',
};

/** One finding per kind of due work: how many pieces are due now, since when, and how many failed last time. */
export function dueWorkFindings(reports: readonly DueWorkReport[], now: number): readonly DoctorFinding[] {
  return reports.map(({ kind, due, oldestDueAt, failing }) => {
    const lateMs = oldestDueAt === undefined ? 0 : now - oldestDueAt;
    const since = oldestDueAt === undefined ? '' : `, the oldest for ${duration(lateMs)}`;
    const what = `${names[kind]}: ${due} due now${since}; ${failing} failed and will be tried again`;
    const work = { kind, due, oldest_late_seconds: Math.floor(lateMs / secondMs), failing };
    if (lateMs <= LATE_MS) return { ok: true, what, work };
    return { ok: false, what, todo: 'check that a server runs (`pristan serve`), and its log', work };
  });
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes === 0) return `${Math.floor(ms / secondMs)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
