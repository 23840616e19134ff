import type { Clock, Vault } from '@pristan/flows';
import { dayMs, hourMs, personalTokenDays } from '@pristan/rules';
import type { KeyRow } from '@pristan/store';
import { keyStore, migrate, openEmbeddedPostgres, openPool, openStore, readCondition } from '@pristan/store';
import type { Config } from '../config/load.ts';
import { secretKeys } from '../environment/secret-keys.ts';
import { openVault } from '../environment/vault.ts';
import { migrateJobs } from '../workers/migrate-jobs.ts';

/** One thing that was looked at. What is not in order comes with what to do. */
export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly todo?: string;
}

/**
 * A MAC key may go this long after it stopped being the newest: no personal access token lives for longer, and no refresh
 * token unused. Two days more, for nodes that hear of the new one late.
 */
export const macKeptMs = (personalTokenDays.max + 2) * dayMs;

const MAIL_OVERDUE_MS = hourMs;

/** Looks at settings, database, keys, mail and sizes. What keeps one check from being made is a finding, not an error. */
export async function examine(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const findings: Finding[] = [...settingFindings(config)];
  const ring = await attempt(() => secretKeys(config));
  if (!ring.ok) return [...findings, bad('The secret keys cannot be read', ring.why)];
  const embedded = await attempt(async () =>
    config.databaseUrl === undefined ? openEmbeddedPostgres({ dataDir: config.dataDir }) : undefined,
  );
  if (!embedded.ok) return [...findings, bad('The embedded database does not start', embedded.why)];
  const connection = embedded.value?.connection ?? { connectionString: config.databaseUrl ?? '' };
  const pool = openPool(connection, 2, () => undefined);
  const { db } = openStore(pool);
  try {
    const reached = await attempt(() => pool.query('select 1'));
    if (!reached.ok)
      return [...findings, bad('The database cannot be reached', `${reached.why}; check PRISTAN_DATABASE_URL`)];
    const migrated = await attempt(async () => {
      await migrate(db);
      await migrateJobs(pool);
    });
    if (!migrated.ok) return [...findings, bad('The database cannot be brought up to date', migrated.why)];
    const now = clock.now();
    const condition = await readCondition(db, now - MAIL_OVERDUE_MS);
    findings.push(good(`The database is reachable and up to date: PostgreSQL ${condition.version}`));
    const keys = await keyStore(db).all();
    findings.push(...sealedFindings({ keys, ring: ring.value.map((key) => key.id), sealed: condition.sealed }));
    findings.push(...keyFindings(openVault(ring.value), keys, now));
    findings.push(...mailFindings(config, condition.overdueMails));
    const largest = condition.tables.map((table) => `${table.name} ${megabytes(table.bytes)}`).join(', ');
    findings.push(good(`The database holds ${megabytes(condition.databaseBytes)}; the largest tables: ${largest}`));
    return findings;
  } finally {
    await db.destroy();
    await embedded.value?.leave();
  }
}

function settingFindings(config: Config): readonly Finding[] {
  if (config.development)
    return [good('NODE_ENV says development: keys are generated, and letters are shown instead of sent')];
  const { publicUrl } = config;
  return [
    good(
      `The settings are complete; the public site is ${publicUrl}${publicUrl.startsWith('https:') ? '' : ', which only this machine reaches'}`,
    ),
  ];
}

/** Every sealed value has to stand under a key that is in the ring; a key under which nothing stands may leave it. */
function sealedFindings(about: {
  readonly keys: readonly KeyRow[];
  readonly ring: readonly string[];
  readonly sealed: readonly { readonly column: string; readonly keyId: string; readonly count: number }[];
}): readonly Finding[] {
  const { ring, sealed } = about;
  const lost = sealed.filter((one) => !ring.includes(one.keyId));
  const unused = ring.slice(1).filter((keyId) => !sealed.some((one) => one.keyId === keyId));
  return [
    ...lost.map((one) =>
      bad(
        `${one.count} values of ${one.column} are sealed under the key "${one.keyId}", which is not there`,
        'put it back into PRISTAN_SECRET_KEYS',
      ),
    ),
    ...unused.map((keyId) =>
      good(`Nothing is sealed under the key "${keyId}" any more: it may leave PRISTAN_SECRET_KEYS`),
    ),
  ];
}

function keyFindings(vault: Vault, keys: readonly KeyRow[], now: number): readonly Finding[] {
  const closed = keys.filter((key) => !opens(vault, key));
  const newest = keys.filter((key) => key.retiredAt === undefined);
  const findings = [
    closed.length === 0
      ? good(
          `The secret keys open all ${keys.length} keys of the platform; newest: ${newest.map((key) => `${key.purpose} ${key.id}`).join(', ')}`,
        )
      : bad(
          `The secret keys do not open ${closed.map((key) => key.id).join(', ')}`,
          'put the ring back under which they were sealed, or run: pristan keys rotate --compromised',
        ),
  ];
  for (const key of keys) {
    if (key.purpose !== 'mac' || key.retiredAt === undefined) continue;
    const from = key.retiredAt + macKeptMs;
    findings.push(
      from <= now
        ? good(`The MAC key ${key.id} may go since ${day(from)}: run pristan keys prune`)
        : good(`The MAC key ${key.id} is needed until ${day(from)}`),
    );
  }
  return findings;
}

function mailFindings(config: Config, overdue: number): readonly Finding[] {
  if (config.smtpUrl === undefined) {
    return config.development
      ? []
      : [bad('No mail server is set: invitations and reset letters are not sent', 'set PRISTAN_SMTP_URL')];
  }
  return overdue === 0
    ? [good('No letter waits for longer than an hour')]
    : [
        bad(
          `${overdue} letters wait for longer than an hour`,
          'look into the log for what the mail server answers, and check PRISTAN_SMTP_URL',
        ),
      ];
}

function opens(vault: Vault, key: KeyRow): boolean {
  try {
    vault.open({ table: 'keys', column: 'sealed', id: key.id }, key.sealed);
    return true;
  } catch {
    return false;
  }
}

type Attempt<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

async function attempt<Value>(run: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

function good(what: string): Finding {
  return { ok: true, what };
}

function bad(what: string, todo: string): Finding {
  return { ok: false, what, todo };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
