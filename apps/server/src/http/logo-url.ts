/** URL of a stored logo. */
export function logoUrl(hash: string | undefined): string | null {
  return hash === undefined ? null : `/logos/${hash}.webp`;
}
