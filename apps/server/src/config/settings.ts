import { isIP } from 'node:net';
import path from 'node:path';
import { isLoopbackName } from '@pristan/rules';
import type { Platform } from '@pristan/wire';
import { normalizeEmail } from '@pristan/wire';
import { readCidrBlock } from './public-address.ts';

/**
 * One setting: how its text is read, and what it means to a person who changes it. The reference page of the settings
 * is made from this table.
 */
export interface Setting<Value> {
  readonly name: string;
  readonly meaning: string;
  readonly default: string;
  /** Reads the text of the setting. @throws Error with a sentence that says what is expected */
  readonly read: (text: string | undefined, env: Environment) => Value;
}

/** Environment variables as given; `development` only when NODE_ENV says so. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly development: boolean;
}

const setting = <Value>(entry: Setting<Value>): Setting<Value> => entry;

/** A key that encrypts (seals) stored values; a key ring lists the newest first. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Every setting of the server. The settings' names are fixed, so that tools can rely on them. */
export const settings = {
  publicUrl: setting({
    name: 'PRISTAN_PUBLIC_URL',
    meaning: "The platform's own site: the only host with pages and sessions",
    default: 'http://localhost:<port>',
    read: (given, env) => {
      const text = given ?? `http://${ownHost(env)}`;
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || url.origin !== text.replace(/\/$/, ''))
        throw new Error('an origin such as https://pristan.example');
      if (url.protocol !== 'https:' && !isLoopbackName(url.hostname)) {
        throw new Error(
          'https, or http on localhost, a name under .localhost, 127.x.x.x in four numbers, or [::1]: elsewhere sessions would travel unencrypted',
        );
      }
      return url.origin;
    },
  }),
  baseDomain: setting({
    name: 'PRISTAN_BASE_DOMAIN',
    meaning: "Accounts' API hosts are <subdomain>.<base domain>",
    default: 'localhost:<port>',
    read: (text, env) => domain(text ?? ownHost(env)),
  }),
  apiDomain: setting<string | undefined>({
    name: 'PRISTAN_API_DOMAIN',
    meaning: 'The shared API host in the api_domain claim',
    default: 'api.<base domain>',
    read: (text) => (text === undefined ? undefined : domain(text)),
  }),
  host: setting({
    name: 'PRISTAN_HOST',
    meaning: 'Address to listen on; in development loopback only',
    default: '127.0.0.1',
    read: (text = '127.0.0.1', { development }) => {
      if (development && !isLoopbackName(text === '::1' ? '[::1]' : text)) {
        throw new Error(
          '127.0.0.1, ::1 or localhost, because a development server (NODE_ENV=development) is for this machine only. Behind a proxy listen on loopback; for other machines set NODE_ENV=production',
        );
      }
      return text;
    },
  }),
  port: setting({
    name: 'PRISTAN_PORT',
    meaning: 'Port to listen on',
    default: '4400',
    read: (text = '4400') => wholeNumber(text, 0, 65_535),
  }),
  dataDir: setting({
    name: 'PRISTAN_DATA_DIR',
    meaning: 'The embedded store, uploaded archives and generated keys; a relative path starts at the repository root',
    default: './.pristan',
    read: (text = './.pristan') => path.resolve(repositoryRoot(), text),
  }),
  databaseUrl: setting<string | undefined>({
    name: 'PRISTAN_DATABASE_URL',
    meaning: 'PostgreSQL; absent: the embedded one',
    default: '–',
    read: (text) => {
      // The database driver also accepts a URL without a host, as with ?host=/folder/of/a/socket.
      const whole = text?.replace(/@(?=\/)/, '@host');
      if (whole !== undefined && !(/^postgres(ql)?:\/\//.test(whole) && URL.canParse(whole)))
        throw new Error(`a URL such as postgresql://user:password@host:5432/database${coded}`);
      return text;
    },
  }),
  secretKeys: setting<readonly SecretKey[] | undefined>({
    name: 'PRISTAN_SECRET_KEYS',
    meaning: 'Keys that seal stored values, newest first: <id>:<32 bytes in base64>, separated by commas',
    default: 'generated into the data directory in development only',
    read: (text) => (text === undefined ? undefined : readSecretKeys(text)),
  }),
  trustProxy: setting<readonly string[]>({
    name: 'PRISTAN_TRUST_PROXY',
    meaning: 'Proxies whose X-Forwarded-* headers are trusted',
    default: 'none',
    read: (text = '') =>
      list(text, isTrustable, 'addresses or CIDRs of proxies, separated by commas, none of which covers every address'),
  }),
  platform: setting<Platform>({
    name: 'PRISTAN_PLATFORM',
    meaning: 'The platform parameter, and the language of protocol errors: 1 Russian, 2 English',
    default: '1',
    read: (text = '1') => (wholeNumber(text, 1, 2) === 1 ? 1 : 2),
  }),
  refreshGraceSeconds: setting({
    name: 'PRISTAN_REFRESH_GRACE_SECONDS',
    meaning: 'How long a replaced refresh token gets the same successor again, in seconds; 0: never',
    default: '600',
    read: (text = '600') => wholeNumber(text, 0, 86_400),
  }),
  cloneThreshold: setting({
    name: 'PRISTAN_CLONE_THRESHOLD',
    meaning: 'Number of accounts with external integrations of one site at which its integrator is asked to publish',
    default: '30',
    read: (text = '30') => wholeNumber(text, 1, 1_000_000),
  }),
  hookAllow: setting<readonly string[]>({
    name: 'PRISTAN_HOOK_ALLOW',
    meaning: 'CIDRs of private receivers that hooks may reach',
    default: 'none; loopback under npm start',
    read: (text = '') => list(text, isBlock, 'CIDRs, separated by commas'),
  }),
  smtpUrl: setting<string | undefined>({
    name: 'PRISTAN_SMTP_URL',
    meaning: 'Mail server, with `?from=` for another sender; absent: mail is shown at /dev/mail in development',
    default: '–',
    read: (text) => {
      if (text !== undefined && !isMailServer(text))
        throw new Error(`a URL such as smtp://user:password@host:587${coded}`);
      return text;
    },
  }),
} as const;

/** Ending of each error sentence about a URL that may contain a password. */
const coded = ', with / ? # @ and % in a password as %2F %3F %23 %40 %25';

function isMailServer(text: string): boolean {
  const url = /^smtps?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') return false;
  const from = url.searchParams.get('from');
  if (from !== null && normalizeEmail(from) === undefined) return false;
  try {
    return decodeURIComponent(`${url.username}${url.password}`).length >= 0;
  } catch {
    return false;
  }
}

/** Whether Fastify accepts a text as a proxy's address or block; a block of zero bits would trust everybody. */
function isTrustable(text: string): boolean {
  return isIP(text.split('/')[0] ?? '') !== 0 && !text.includes('%') && isBlock(text) && !/\/0+$/.test(text);
}

function isBlock(text: string): boolean {
  try {
    readCidrBlock(text);
    return true;
  } catch {
    return false;
  }
}

/** Root of the repository, from the sources or the bundle; for an installed server the folder it is started in. */
export function repositoryRoot(): string {
  const at = import.meta.dirname.lastIndexOf(`${path.sep}apps${path.sep}server`);
  return at < 0 ? process.cwd() : import.meta.dirname.slice(0, at);
}

/**
 * Host at which a browser on this machine finds the server; with port 0 the port is unknown until the server listens,
 * so the default port is used.
 */
function ownHost({ variables }: Environment): string {
  const port = variables['PRISTAN_PORT'] ?? '';
  return `localhost:${/^0*$/.test(port) ? '4400' : port}`;
}

function domain(text: string): string {
  if (!/^[a-z0-9.-]+(:\d+)?$/.test(text)) throw new Error('a host name in lower case, with an optional port');
  return text;
}

function wholeNumber(text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new Error(`a whole number from ${min} to ${max}`);
  return value;
}

function list(text: string, fits: (entry: string) => boolean, expected: string): readonly string[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (!entries.every(fits)) throw new Error(expected);
  return entries;
}

/**
 * Reads the secret keys, `<id>:<base64>` entries. @throws Error that names the wrong entry's position, never its text
 */
export function readSecretKeys(text: string): readonly SecretKey[] {
  const keys = text.split(',').map((entry, index) => {
    const [, id, encoded] = /^\s*([a-z0-9]{1,16}):([A-Za-z0-9+/_-]{43}=?)\s*$/.exec(entry) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (id === undefined || bytes.length !== 32) throw new Error(`<id>:<32 bytes in base64> as entry ${index + 1}`);
    return { id, bytes };
  });
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('a different id for each key');
  return keys;
}
