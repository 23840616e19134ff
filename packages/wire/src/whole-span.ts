export type SpanUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** A duration in whole units; negative when it has passed. */
export interface WholeSpan {
  readonly unit: SpanUnit;
  readonly count: number;
}

const sizes = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

const past = ['year', 'month', 'day', 'hour', 'minute'] as const;

/**
 * A duration in whole units of one kind, for people. Passed time is rounded down: 119 minutes ago is one hour.
 * Remaining time is rounded up, so that 14 days still show as 14 days a second later, and its units are small: minutes
 * below two hours, hours below two days, days below 90. Remaining months and years are rounded to the nearest.
 */
export function wholeSpan(distanceMs: number): WholeSpan {
  if (distanceMs < 0) {
    const unit = past.find((one) => -distanceMs >= sizes[one]) ?? 'second';
    return { unit, count: Math.trunc(distanceMs / sizes[unit]) };
  }
  const unit = unitOfComing(distanceMs);
  const round = unit === 'month' || unit === 'year' ? Math.round : Math.ceil;
  return { unit, count: round(distanceMs / sizes[unit]) };
}

function unitOfComing(ms: number): SpanUnit {
  if (ms <= sizes.minute) return 'second';
  if (ms < 2 * sizes.hour) return 'minute';
  if (ms < 2 * sizes.day) return 'hour';
  if (ms < 90 * sizes.day) return 'day';
  return ms < sizes.year ? 'month' : 'year';
}
