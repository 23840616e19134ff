const KEPT_SECONDS = 400 * 24 * 3600;

/** Tells the server pages, which have no scripts, the browser's time zone. */
export function setTimeZoneCookie(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  document.cookie = `tz=${encodeURIComponent(timeZone)}; SameSite=Lax; Path=/; Max-Age=${KEPT_SECONDS}`;
}
