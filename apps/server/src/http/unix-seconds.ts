/** Epoch milliseconds as the wire writes times: whole Unix seconds. */
export function unixSeconds(instant: number): number {
  return Math.floor(instant / 1000);
}

/** The same where there may be none. */
export function secondsOrNull(instant: number | undefined): number | null {
  return instant === undefined ? null : unixSeconds(instant);
}
