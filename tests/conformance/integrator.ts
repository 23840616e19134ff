import { setTimeout as pause } from 'node:timers/promises';
import { choicesOf, formWith } from './forms.ts';
import type { Answer } from './http.ts';
import { json, onHost, send } from './http.ts';
import type { Arrival, Browser } from './browser.ts';
import { describe, isAllow, isDeny } from './browser.ts';
import type { Account, Keys } from './settings.ts';
import { settings } from './settings.ts';

/** A pair of tokens, as the token endpoint gives it. */
export interface Pair {
  readonly token_type: string;
  readonly expires_in: number;
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Form of a token request; by default JSON at the documented path. */
export interface How {
  readonly form?: boolean;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The button's request for an integration, with a raw query behind the client id. */
export function authorizeUrl({ clientId }: Keys, more = ''): string {
  return `${settings.url}/oauth?client_id=${clientId}${more}`;
}

/** Opens a request and chooses the account, if the page asks. */
export async function openConsent(browser: Browser, url: string, account: Account): Promise<Arrival> {
  const page = await browser.open(url);
  if (page.kind === 'left' || formWith(page.answer.text, isAllow) !== undefined) return page;
  const choice = choicesOf(page.answer.text).find(({ text, value }) =>
    [text, value].some((said) => said.includes(account.host) || said === account.host.split('.')[0]),
  );
  if (choice === undefined) throw new Error(`${account.host} cannot be chosen: ${describe(page)}`);
  const chooser = formWith(page.answer.text, ({ name, value }) => name === choice.name && value === choice.value);
  return browser.submit(page, chooser, { [choice.name]: choice.value });
}

/** Allows on the consent page, and returns the address outside the platform at which the browser ends. */
export async function allow(browser: Browser, url: string, account: Account): Promise<string> {
  return addressOf(await answer(browser, await openConsent(browser, url, account), isAllow));
}

/** Denies on the consent page, and returns the address outside the platform at which the browser ends. */
export async function deny(browser: Browser, url: string, account: Account): Promise<string> {
  return addressOf(await answer(browser, await openConsent(browser, url, account), isDeny));
}

async function answer(browser: Browser, page: Arrival, button: typeof isDeny): Promise<Arrival> {
  const html = page.kind === 'page' ? page.answer.text : '';
  return browser.submit(page, formWith(html, button));
}

function addressOf(arrival: Arrival): string {
  if (arrival.kind === 'left') return arrival.url;
  throw new Error(`the browser did not leave for the integrator: ${describe(arrival)}`);
}

/** Returns a code that the browser's user gives by consent in this account. */
export async function codeBy(browser: Browser, keys: Keys, account: Account): Promise<string> {
  return new URL(await allow(browser, authorizeUrl(keys), account)).searchParams.get('code') ?? '';
}

/** Members of a request for tokens; `undefined` leaves one out. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** The code grant, whole. */
export const codeGrant = ({ clientId, clientSecret, redirectUri }: Keys, code: string): Fields => ({
  client_id: clientId,
  client_secret: clientSecret,
  grant_type: 'authorization_code',
  redirect_uri: redirectUri,
  code,
});

/** The refresh grant, whole. */
export const refreshGrant = ({ clientId, clientSecret, redirectUri }: Keys, token: string): Fields => ({
  client_id: clientId,
  client_secret: clientSecret,
  grant_type: 'refresh_token',
  redirect_uri: redirectUri,
  refresh_token: token,
});

/** Sends a token request to a host. */
export async function requestTokens(host: string, fields: Fields, how: How = {}): Promise<Answer> {
  const sent = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { form = false, path = '/oauth2/access_token', headers = {} } = how;
  return send(onHost(host, path), {
    method: 'POST',
    headers: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json', ...headers },
    body: form ? new URLSearchParams(sent).toString() : JSON.stringify(Object.fromEntries(sent)),
  });
}

/** Returns a pair of tokens for a code that the browser's user gives by consent in this account. */
export async function pairBy(browser: Browser, keys: Keys, account: Account): Promise<Pair> {
  const answer = await requestTokens(account.host, codeGrant(keys, await codeBy(browser, keys, account)));
  if (answer.status !== 200) throw new Error(`no tokens: ${answer.status} ${answer.text}`);
  return json<Pair>(answer);
}

/** Times of the newest requests by token, in epoch milliseconds. */
const sentAt: number[] = [];

/** Calls the API with a token; never more than five times a second, since seven are allowed. */
export async function call(
  host: string,
  path: string,
  token: string,
  how: { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const fifth = sentAt.at(-5) ?? 0;
  await pause(Math.max(0, fifth + 1_100 - Date.now()));
  sentAt.push(Date.now());
  return send(onHost(host, path), { ...how, headers: { authorization: `Bearer ${token}`, ...how.headers } });
}

/** `Authorization: Basic` with these keys. */
export function basic({ clientId, clientSecret }: Keys): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
}
