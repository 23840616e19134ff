/** The address of a kept logo. */
export function logoUrl(hash: string | undefined): string | null {
  return hash === undefined ? null : `/logos/${hash}.webp`;
}
