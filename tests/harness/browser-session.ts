import type { LightMyRequestResponse } from 'fastify';
import { password } from './fixtures.ts';
import type { Platform } from './platform.ts';

/** A browser without a screen: keeps cookies, sends a browser's headers, follows no redirect. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Submits a form with the headers that a browser sends when a person submits it. */
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<LightMyRequestResponse>;
  signIn(email: string, typed?: string): Promise<LightMyRequestResponse>;
  isSignedIn(): Promise<boolean>;
}

/** A browser without cookies, with the IP address `options.address`, at the host `options.host`. */
export function aVisitor(
  platform: Platform,
  options: { readonly address?: string; readonly host?: string } = {},
): Visitor {
  const cookies = new Map<string, string>();
  const { publicUrl } = platform.world.config;
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    rest: { readonly headers: Record<string, string>; readonly payload?: string },
  ): Promise<LightMyRequestResponse> => {
    const response = await platform.inject({
      method,
      url,
      ...(options.host === undefined ? {} : { host: options.host }),
      remoteAddress: options.address ?? '203.0.113.5',
      ...(rest.payload === undefined ? {} : { payload: rest.payload }),
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...rest.headers },
    });
    for (const { name, value, maxAge, expires } of response.cookies) {
      if (value === '' || maxAge === 0 || (expires !== undefined && expires.getTime() < 86_400_000))
        cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const visitor: Visitor = {
    cookies,
    get: (url, headers = {}) => send('GET', url, { headers }),
    post(url, fields, headers = {}) {
      const all = {
        'content-type': 'application/x-www-form-urlencoded',
        origin: publicUrl,
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-user': '?1',
        ...headers,
      };
      const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return send('POST', url, { headers: Object.fromEntries(sent), payload: new URLSearchParams(fields).toString() });
    },
    async signIn(email, typed = password) {
      const page = await visitor.get('/sign-in');
      return visitor.post('/sign-in', { ...hiddenFields(page.body, '/sign-in'), username: email, password: typed });
    },
    isSignedIn: async () => (await send('GET', '/api/platform/me', { headers: {} })).statusCode === 200,
  };
  return visitor;
}

/** Reads the hidden fields of the form with this `action`; `nth` chooses among several such forms. */
export function hiddenFields(html: string, action: string, nth = 0): Record<string, string> {
  const forms = [...html.matchAll(/<form[^>]* action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].filter(
    (form) => unescape(form[1] ?? '') === action,
  );
  const fields = [...(forms[nth]?.[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return Object.fromEntries(fields.map((field) => [field[1] ?? '', unescape(field[2] ?? '')]));
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
