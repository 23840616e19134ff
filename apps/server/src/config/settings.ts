import { isIP } from 'node:net';
import path from 'node:path';
import type { Platform } from '@pristan/wire';
import { readBlock } from '../environment/public-address.ts';

/** One setting: how it is read, and what a person who changes it should know. The reference page is made of this table. */
export interface Setting<Value> {
  readonly name: string;
  readonly meaning: string;
  readonly default: string;
  /** @throws Error with a sentence that says what is expected */
  readonly read: (text: string | undefined, env: Environment) => Value;
}

/** The variables as given; development is only what says so. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly development: boolean;
}

const setting = <Value>(entry: Setting<Value>): Setting<Value> => entry;

/** The keys that seal, newest first. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Every setting the server has. @see design of names: they are fixed, so that tools can rely on them */
export const settings = {
  publicUrl: setting({
    name: 'PRISTAN_PUBLIC_URL',
    meaning: "The platform's own site, and the only host with pages and a session",
    default: 'http://localhost:<port>',
    read: (given, env) => {
      const text = given ?? `http://${ownHost(env)}`;
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || url.origin !== text.replace(/\/$/, ''))
        throw new Error('an origin such as https://pristan.example');
      if (url.protocol !== 'https:' && !isLoopback(url.hostname)) throw new Error('https, unless it is loopback');
      if (!env.development && url.protocol !== 'https:' && !isLoopback(url.hostname))
        throw new Error('https in production');
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
    meaning: 'The shared API host that stands in the api_domain claim',
    default: 'api.<base domain>',
    read: (text) => (text === undefined ? undefined : domain(text)),
  }),
  host: setting({
    name: 'PRISTAN_HOST',
    meaning: 'Where to listen',
    default: '127.0.0.1',
    read: (text = '127.0.0.1') => text,
  }),
  port: setting({
    name: 'PRISTAN_PORT',
    meaning: 'Where to listen',
    default: '4400',
    read: (text = '4400') => wholeNumber(text, 0, 65_535),
  }),
  dataDir: setting({
    name: 'PRISTAN_DATA_DIR',
    meaning:
      'The embedded store, uploaded archives and generated keys; a relative path counts from the repository root',
    default: './.pristan',
    read: (text = './.pristan') => path.resolve(repositoryRoot(), text),
  }),
  databaseUrl: setting<string | undefined>({
    name: 'PRISTAN_DATABASE_URL',
    meaning: 'PostgreSQL; absent means the embedded one',
    default: '–',
    read: (text) => {
      if (text !== undefined && !/^postgres(ql)?:\/\//.test(text))
        throw new Error('a URL such as postgresql://user@host/database');
      return text;
    },
  }),
  secretKeys: setting<readonly SecretKey[] | undefined>({
    name: 'PRISTAN_SECRET_KEYS',
    meaning: 'The key ring that seals, newest first: <id>:<32 bytes in base64>, separated by commas',
    default: 'generated into the data directory in development only',
    read: (text) => (text === undefined ? undefined : readSecretKeys(text)),
  }),
  trustProxy: setting<readonly string[]>({
    name: 'PRISTAN_TRUST_PROXY',
    meaning: 'Addresses whose X-Forwarded-* are believed',
    default: 'none',
    read: (text = '') =>
      list(text, (entry) => isIP(entry.split('/')[0] ?? '') !== 0, 'addresses or CIDRs, separated by commas'),
  }),
  platform: setting<Platform>({
    name: 'PRISTAN_PLATFORM',
    meaning: 'The platform parameter, and the language of protocol errors: 1 Russian, 2 English',
    default: '1',
    read: (text = '1') => (wholeNumber(text, 1, 2) === 1 ? 1 : 2),
  }),
  refreshGraceSeconds: setting({
    name: 'PRISTAN_REFRESH_GRACE_SECONDS',
    meaning: 'How long the same successor of a refresh token is given again; 0 is the strict rule',
    default: '600',
    read: (text = '600') => wholeNumber(text, 0, 86_400),
  }),
  cloneThreshold: setting({
    name: 'PRISTAN_CLONE_THRESHOLD',
    meaning: 'In how many accounts external integrations of one site work before its integrator is asked to publish',
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
    meaning: 'Where mail goes, with `?from=` as its sender if need be; absent: shown at /dev/mail in development',
    default: '–',
    read: (text) => {
      if (text !== undefined && !/^smtps?:\/\//.test(text))
        throw new Error('a URL such as smtp://user:password@host:587');
      return text;
    },
  }),
} as const;

function isBlock(text: string): boolean {
  try {
    readBlock(text);
    return true;
  } catch {
    return false;
  }
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
  );
}

/** The repository's root, from the sources or from the bundle; an installed server counts from where it is started. */
export function repositoryRoot(): string {
  const at = import.meta.dirname.lastIndexOf(`${path.sep}apps${path.sep}server`);
  return at < 0 ? process.cwd() : import.meta.dirname.slice(0, at);
}

/** Where a browser on this machine finds the server; 0 says that nobody knows before it listens. */
function ownHost({ variables }: Environment): string {
  const port = variables['PRISTAN_PORT'] ?? '';
  return `localhost:${/^0*$/.test(port) ? '4400' : port}`;
}

function domain(text: string): string {
  if (!/^[a-z0-9.-]+(:\d+)?$/.test(text)) throw new Error('a host name in lower case, with a port if need be');
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

/** `<id>:<base64>` entries. @throws Error that names the entry's position, never its text */
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
