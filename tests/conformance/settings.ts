import { readFileSync } from 'node:fs';
import type { TestContext } from 'vitest';

/** A user's email address and password. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/** An account: its number, and its host with the port, if any. */
export interface Account {
  readonly id: number;
  readonly host: string;
}

/** The keys of an integration. */
export interface Keys {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** Settings of a run. Every check names the settings that it needs. @see docs/reference/conformance.md */
export interface Settings {
  /** The public site, without a trailing slash. */
  readonly url: string;
  /** The `platform` parameter that the server sends. */
  readonly platform?: 1 | 2;
  /** The account that owns the integrations below. */
  readonly technicalAccount?: Account;
  readonly otherAccount?: Account;
  /** An admin of both accounts. */
  readonly admin?: Login;
  /** A member of the technical account, without rights of an admin. */
  readonly member?: Login;
  readonly privateIntegration?: Keys;
  readonly unmoderatedIntegration?: Keys;
  /** Published; its disconnect hook goes to the receiver's `/disconnect`. */
  readonly publishedIntegration?: Keys;
  /** With a live widget without required settings; its redirect URI is the receiver's `/widget`. */
  readonly widgetIntegration?: Keys;
  /** Host and port on which the suite listens, and the address at which the server reaches them. */
  readonly receiver?: { readonly host: string; readonly port: number; readonly url: string };
  /** A shell command that moves the server's clock forward by `{seconds}`. */
  readonly moveTimeCommand?: string;
  /** Pages and endpoints for which the contract names no address; `{account}` and `{client}` stand for ids. */
  readonly disablePath?: string;
  readonly installPath?: string;
  readonly oneTimeTokenPath?: string;
}

/** Pristan's own addresses. */
const defaults = {
  disablePath: '/accounts/{account}/installations/{client}/disable',
  installPath: '/accounts/{account}/installations/{client}/install',
  oneTimeTokenPath: '/api/platform/accounts/{account}/installations/{client}/one-time-token',
};

/** The settings of this run, which `run.mjs` has put together. */
export const settings: Settings = readSettings();

/** Returns the named settings. Skips the check, with a reason, when one of them is missing. */
export function given<Name extends keyof Settings>(
  context: TestContext,
  ...names: readonly Name[]
): { readonly [One in Name]: NonNullable<Settings[One]> } {
  const missing = names.filter((name) => settings[name] === undefined);
  if (missing.length > 0) context.skip(`not among the settings: ${missing.join(', ')}`);
  return settings as { readonly [One in Name]: NonNullable<Settings[One]> };
}

/** An address of the public site with its ids filled in. */
export function pathOf(template: string, account: Account, { clientId }: Keys): string {
  return template.replace('{account}', String(account.id)).replace('{client}', clientId);
}

function readSettings(): Settings {
  const file = process.env['CONFORMANCE_SETTINGS_FILE'];
  const read = file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Partial<Settings>);
  const url = process.env['CONFORMANCE_URL'] ?? read.url;
  if (url === undefined) throw new Error('No server is named. See docs/reference/conformance.md.');
  return { ...defaults, ...read, url: url.replace(/\/$/, '') };
}
