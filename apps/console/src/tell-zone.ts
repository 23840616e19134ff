const KEPT_SECONDS = 400 * 24 * 3600;

/** Tells the server's pages, which have no script of their own, in which time zone this browser is. */
export function tellZone(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  document.cookie = `tz=${encodeURIComponent(timeZone)}; SameSite=Lax; Path=/; Max-Age=${KEPT_SECONDS}`;
}
