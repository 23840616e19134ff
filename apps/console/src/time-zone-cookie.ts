const KEPT_SECONDS = 400 * 24 * 3600;

/** Stores the browser's time zone in a cookie for the server pages, which have no scripts. */
export function setTimeZoneCookie(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  document.cookie = `tz=${encodeURIComponent(timeZone)}; SameSite=Lax; Path=/; Max-Age=${KEPT_SECONDS}`;
}
