import { wholeSpan } from '@pristan/wire';
import type { Texts } from '../texts.ts';

const dayMs = 86_400_000;

const keys = {
  second: 'frame:wait.seconds',
  minute: 'frame:wait.minutes',
  hour: 'frame:wait.hours',
  day: 'frame:wait.days',
} as const;

/**
 * Waiting time or remaining time, in words that follow "in", "for another", «через», «ещё». Rounded up: nobody comes
 * back too early, and 14 days are still 14 days a second later.
 */
export function waitText(waitMs: number, t: Texts['t']): string {
  const { unit, count } = wholeSpan(Math.max(0, waitMs));
  if (unit === 'month' || unit === 'year') return t(keys.day, { count: Math.ceil(waitMs / dayMs) });
  return t(keys[unit], { count: Math.max(1, count) });
}
