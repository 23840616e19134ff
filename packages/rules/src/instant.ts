/** A point in time, in epoch milliseconds. Rules take `now` as an argument and never read a clock. */
export type Instant = number;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
