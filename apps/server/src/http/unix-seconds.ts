/** Epoch milliseconds as the wire writes times: whole Unix seconds. */
export function unixSeconds(instant: number): number {
  return Math.floor(instant / 1000);
}

/** Epoch milliseconds as whole Unix seconds; `null` for an absent time. */
export function secondsOrNull(instant: number | undefined): number | null {
  return instant === undefined ? null : unixSeconds(instant);
}
