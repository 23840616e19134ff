/** URL of a stored logo; `null` without one. */
export function logoUrl(hash: string | undefined): string | null {
  return hash === undefined ? null : `/logos/${hash}.webp`;
}
