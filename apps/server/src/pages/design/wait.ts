import type { Texts } from '../texts.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long to wait, in words that follow "in", «через»: rounded up, so that nobody comes back too early. */
export function waitWords(waitMs: number, t: Texts['t']): string {
  return spanWords(waitMs, t, Math.ceil);
}

/** How long something still holds, in words that follow "for another", «ещё»: rounded down, so that it promises nothing. */
export function leftWords(leftMs: number, t: Texts['t']): string {
  return spanWords(leftMs, t, Math.floor);
}

function spanWords(spanMs: number, t: Texts['t'], round: (value: number) => number): string {
  if (spanMs <= minuteMs) return t('frame:wait.seconds', { count: Math.max(1, round(spanMs / 1000)) });
  if (spanMs < 2 * hourMs) return t('frame:wait.minutes', { count: round(spanMs / minuteMs) });
  if (spanMs < 2 * dayMs) return t('frame:wait.hours', { count: round(spanMs / hourMs) });
  return t('frame:wait.days', { count: round(spanMs / dayMs) });
}
