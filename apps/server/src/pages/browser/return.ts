/**
 * The only script of the pages; it ends an authorization in a popup. It sends the result to the window that opened the
 * popup and closes the popup; without such a window or a permitted origin, or when the popup stays open, it goes to the
 * result's URL itself. The page sets `data-message`, `data-target` and `data-location` on its `main`.
 */
const closeWaitMs = 400;

function httpAddress(value: string | undefined): string | null {
  if (value === undefined) return null;
  try {
    const url = new URL(value);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function goOn(location: string | null): void {
  if (location !== null) window.location.replace(location);
}

function finish(): void {
  const { message, target, location: address } = document.querySelector('main')?.dataset ?? {};
  const location = httpAddress(address);
  const origin = httpAddress(target);
  const opener: Window | null = window.opener;
  if (message === undefined || origin === null || opener === null || opener.closed) {
    goOn(location);
    return;
  }
  try {
    opener.postMessage(JSON.parse(message), new URL(origin).origin);
  } catch {
    goOn(location);
    return;
  }
  window.close();
  setTimeout(() => goOn(location), closeWaitMs);
}

finish();
