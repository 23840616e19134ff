import { setTimeout as delay } from 'node:timers/promises';

/** A WebDriver session, which takes commands by HTTP method and path. @see https://www.w3.org/TR/webdriver2/ */
export interface WebDriver {
  send<Answer = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer>;
  end(): Promise<void>;
}

/** A WebDriver command that was refused; `code` is an error code of the specification, such as `no such element`. */
export class WebDriverRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const STARTS_WITHIN_MS = 10_000;
const ANSWERS_WITHIN_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Opens a WebDriver session.
 *
 * @param url URL of a driver, which may still be starting
 */
export async function openSession(url: string, capabilities: object): Promise<WebDriver> {
  await untilItListens(url);
  const { sessionId } = await send<{ sessionId: string }>('POST', `${url}/session`, {
    capabilities: { alwaysMatch: capabilities },
  });
  return {
    send: (method, path, body) => send(method, `${url}/session/${sessionId}${path}`, body),
    async end() {
      await send('DELETE', `${url}/session/${sessionId}`);
    },
  };
}

async function untilItListens(url: string): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    try {
      await fetch(`${url}/status`, { signal: AbortSignal.timeout(STARTS_WITHIN_MS) });
      return;
    } catch (error) {
      if (Date.now() - startedAt > STARTS_WITHIN_MS) throw error;
      await delay(PAUSE_MS);
    }
  }
}

async function send<Answer>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  });
  const { value } = (await answer.json()) as { value: Answer & { error?: string; message?: string } };
  if (!answer.ok) throw new WebDriverRefusal(value.error ?? String(answer.status), value.message ?? '');
  return value;
}
