import { setTimeout as pause } from 'node:timers/promises';
import type { Control, Form } from './forms.ts';
import { fieldsOf, formWith } from './forms.ts';
import type { Answer } from './http.ts';
import { send } from './http.ts';
import type { Login } from './settings.ts';
import { settings } from './settings.ts';

/** A page of the platform, or the address outside of it to which the browser was sent. */
export type Arrival =
  | { readonly kind: 'page'; readonly url: string; readonly answer: Answer }
  | { readonly kind: 'left'; readonly url: string };

/** A browser without a screen: keeps cookies, follows redirects, and signs its user in when a page asks for it. */
export interface Browser {
  /** Opens an address as if it was typed. */
  open(url: string): Promise<Arrival>;
  /** Reads the page for a second, then submits a form of it with these fields filled in. */
  submit(from: Arrival, form: Form | undefined, typed?: Readonly<Record<string, string>>): Promise<Arrival>;
  /** Sends a request as a script of the platform's own page does. */
  call(method: string, path: string, body?: string, type?: string): Promise<Answer>;
}

/** Nobody decides about a page that they have not read; a server may refuse such a decision. */
const readingMs = 1_000;
const redirectsMax = 20;
/** A page that reloads itself is loaded again for at most this long, in milliseconds. */
const reloadsMs = 60_000;

/** A new browser of this user, without cookies. */
export function browserOf(login: Login): Browser {
  const cookies = new Map<string, string>();

  const ask = async (url: string, headers: Record<string, string>, method = 'GET', body?: string): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { accept: 'text/html,*/*', 'accept-language': 'en', ...headers, ...(cookie === '' ? {} : { cookie }) };
    const answer = await send(url, { method, headers: all, ...(body === undefined ? {} : { body }) });
    for (const line of answer.headers['set-cookie'] ?? []) keep(line);
    return answer;
  };
  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const isOver = value === '' || /;\s*max-age=0\b/i.test(line) || /;\s*expires=\w+, 01 Jan 1970/i.test(line);
    if (isOver) cookies.delete(name);
    else cookies.set(name, value);
  };
  const navigation = (site: 'none' | 'same-origin') => ({
    'sec-fetch-site': site,
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-user': '?1',
  });

  /** Follows redirects and pages that reload or leave by themselves. */
  const follow = async (first: string, site: 'none' | 'same-origin'): Promise<Arrival> => {
    const until = Date.now() + reloadsMs;
    let url = first;
    for (let count = 0; count < redirectsMax || Date.now() < until; count++) {
      if (new URL(url).host !== new URL(settings.url).host && count > 0 && !isAccountHost(url))
        return { kind: 'left', url };
      const answer = await ask(url, navigation(site));
      const next = nextOf(answer, url);
      if (next === undefined) return signIn({ kind: 'page', url, answer });
      await pause(next.afterMs);
      url = next.url;
    }
    throw new Error(`${first} leads nowhere; the last address was ${url}`);
  };

  const signIn = async (page: Arrival & { kind: 'page' }): Promise<Arrival> => {
    const form = formWith(page.answer.text, ({ type, name }) => type === 'password' && name === 'password');
    if (form === undefined) return page;
    const typed = { ...fieldsOf(form), username: login.email, password: login.password };
    const arrived = await post(page.url, form, typed);
    const again = arrived.kind === 'page' && arrived.answer.status === 401;
    if (again) throw new Error(`${login.email} could not sign in`);
    return arrived;
  };

  const post = async (from: string, form: Form, fields: Readonly<Record<string, string>>): Promise<Arrival> => {
    const target = new URL(form.action, from).href;
    const encoded = new URLSearchParams(fields).toString();
    if (form.method === 'GET') return follow(`${target}?${encoded}`, 'same-origin');
    const headers = {
      ...navigation('same-origin'),
      origin: new URL(from).origin,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answer = await ask(target, headers, 'POST', encoded);
    const next = nextOf(answer, target);
    return next === undefined ? { kind: 'page', url: target, answer } : follow(next.url, 'same-origin');
  };

  return {
    open: async (url) => follow(url, 'none'),
    async submit(from, form, typed = {}) {
      if (form === undefined || from.kind === 'left') throw new Error(`no such form: ${describe(from)}`);
      await pause(readingMs);
      return post(from.url, form, { ...fieldsOf(form), ...typed });
    },
    call: async (method, path, body, type = 'application/json') =>
      ask(
        `${settings.url}${path}`,
        {
          accept: 'application/json',
          origin: new URL(settings.url).origin,
          'sec-fetch-site': 'same-origin',
          'sec-fetch-mode': 'cors',
          'sec-fetch-dest': 'empty',
          ...(body === undefined ? {} : { 'content-type': type }),
        },
        method,
        body,
      ),
  };
}

/** A browser with a session, so that several pages can be opened in it at once. */
export async function signedInBrowser(login: Login): Promise<Browser> {
  const browser = browserOf(login);
  await browser.open(`${settings.url}/sign-in`);
  return browser;
}

/** Status and beginning of a page, for failure messages. */
export function describe(arrival: Arrival): string {
  if (arrival.kind === 'left') return `left for ${arrival.url}`;
  return `${arrival.answer.status} ${arrival.url}\n${arrival.answer.text.slice(0, 2_000)}`;
}

/** Whether this control is the consent page's Allow, found as integrators' own tests find it. */
export const isAllow = ({ classes }: Control): boolean => classes.includes('js-accept');

/** Whether this form refuses, by the word in its address. */
export const isDeny = (_: Control, { action }: Form): boolean => /(deny|cancel|refuse|reject)/.test(action);

function isAccountHost(url: string): boolean {
  const hosts = [settings.technicalAccount?.host, settings.otherAccount?.host];
  return hosts.includes(new URL(url).host);
}

function nextOf(
  { status, headers }: Answer,
  from: string,
): { readonly url: string; readonly afterMs: number } | undefined {
  if (status >= 300 && status < 400 && headers.location !== undefined)
    return { url: new URL(headers.location, from).href, afterMs: 0 };
  const [, seconds, url] = /^(\d+)(?:;\s*url=(.*))?$/.exec(String(headers['refresh'] ?? '')) ?? [];
  return seconds === undefined ? undefined : { url: new URL(url ?? from, from).href, afterMs: Number(seconds) * 1000 };
}
