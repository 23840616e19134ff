/** Converts epoch milliseconds to whole Unix seconds, in which the wire writes times. */
export function unixSeconds(instant: number): number {
  return Math.floor(instant / 1000);
}

/** Converts epoch milliseconds to whole Unix seconds; `null` for an absent time. */
export function secondsOrNull(instant: number | undefined): number | null {
  return instant === undefined ? null : unixSeconds(instant);
}
