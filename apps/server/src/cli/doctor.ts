import type { Clock, Vault } from '@pristan/flows';
import { openEmbeddedPostgres } from '@pristan/postgres-embedded';
import { dayMs, hourMs, personalTokenDays } from '@pristan/rules';
import type { KeyRow } from '@pristan/store';
import {
  DatabaseUnreachable,
  keyStore,
  migrate,
  openPool,
  openStore,
  requireConnection,
  readDueWork,
  readHealth,
  readTextLocale,
  refusePooler,
} from '@pristan/store';
import type { Config } from '../config/load.ts';
import { leftOut } from '../config/load.ts';
import { mailServerProblem } from '../accounts/smtp.ts';
import { localeProblem } from '../environment/locale-problem.ts';
import { secretKeys } from '../environment/secret-keys.ts';
import { openVault } from '../environment/vault.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { dueWorkFindings } from './due-work-findings.ts';

/**
 * Time (ms) that an old MAC key is kept after a newer one replaced it: no personal access token and no unused refresh
 * token lives longer. Includes two extra days for nodes that learn of the new key late.
 */
export const macKeyRetentionMs = (personalTokenDays.max + 2) * dayMs;

const MAIL_OVERDUE_MS = hourMs;

/**
 * Checks settings, database, keys, mail and sizes of a platform. A check that fails to run is a finding, not an error.
 */
export async function runDoctor(config: Config, clock: Clock): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [...settingFindings(config)];
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
    const unreached = await requireConnection(connection).catch((error: unknown) => error);
    if (unreached instanceof DatabaseUnreachable)
      return [...findings, bad('The database cannot be reached', `${unreached.why}. ${unreached.todo}`)];
    const unfit = await poolerFinding(config);
    if (unfit !== undefined) return [...findings, unfit];
    const locale = await readTextLocale(pool);
    const missing = localeProblem(locale);
    findings.push(
      missing === undefined
        ? good(`The database's locale knows the letters of every script: ${locale.name}`)
        : bad(missing.what, missing.todo),
    );
    const migrated = await attempt(() => migrate(db));
    if (!migrated.ok) return [...findings, bad('The database cannot be migrated', migrated.why)];
    const now = clock.now();
    const condition = await readHealth(db, now - MAIL_OVERDUE_MS);
    findings.push(good(`The database is reachable and up to date: PostgreSQL ${condition.version}`));
    const keys = await keyStore(db).all();
    findings.push(...sealedFindings({ keys, ring: ring.value.map((key) => key.id), sealed: condition.sealed }));
    findings.push(...keyFindings(openVault(ring.value), keys, now));
    findings.push(...(await mailFindings(config, condition.overdueMails)));
    // Without a mail server mails stay in the outbox, which is reported above or, in local development, as it should be.
    const works = (await readDueWork(db, now)).filter(({ kind }) => kind !== 'mail' || config.smtpUrl !== undefined);
    findings.push(...dueWorkFindings(works, now));
    const largest = condition.tables.map((table) => `${table.name} ${megabytes(table.bytes)}`).join(', ');
    findings.push(good(`The database holds ${megabytes(condition.databaseBytes)}; the largest tables: ${largest}`));
    return findings;
  } finally {
    await db.destroy();
    await embedded.value?.leave();
  }
}

/**
 * Finding about a connection pooler in front of the database, which is not supported; `undefined` when there is none.
 */
export async function poolerFinding({ databaseUrl }: Config): Promise<DoctorFinding | undefined> {
  if (databaseUrl === undefined) return undefined;
  const fit = await attempt(() => refusePooler({ connectionString: databaseUrl }));
  return fit.ok ? undefined : bad('The database cannot be used', fit.why);
}

function settingFindings(config: Config): readonly DoctorFinding[] {
  if (config.local) return [good('NODE_ENV is development: keys are generated, and mail is shown instead of sent')];
  if (config.development) return [good(`NODE_ENV is development: keys are generated. ${leftOut(config)}`)];
  const { publicUrl } = config;
  return [
    good(
      `The settings are complete; the public site is ${publicUrl}${publicUrl.startsWith('https:') ? '' : ', which only this machine can open'}`,
    ),
  ];
}

/** Reports sealed values whose key is missing in the key ring, and keys of the ring that seal nothing. */
function sealedFindings(about: {
  readonly keys: readonly KeyRow[];
  readonly ring: readonly string[];
  readonly sealed: readonly { readonly column: string; readonly keyId: string; readonly count: number }[];
}): readonly DoctorFinding[] {
  const { ring, sealed } = about;
  const lost = sealed.filter((one) => !ring.includes(one.keyId));
  const unused = ring.slice(1).filter((keyId) => !sealed.some((one) => one.keyId === keyId));
  return [
    ...lost.map((one) =>
      bad(
        `${one.count} values of ${one.column} are sealed under the key "${one.keyId}", which is missing`,
        'put it back into PRISTAN_SECRET_KEYS',
      ),
    ),
    ...unused.map((keyId) =>
      good(`No value is sealed under the key "${keyId}" any more: you can remove it from PRISTAN_SECRET_KEYS`),
    ),
  ];
}

function keyFindings(vault: Vault, keys: readonly KeyRow[], now: number): readonly DoctorFinding[] {
  const closed = keys.filter((key) => !opens(vault, key));
  const newest = keys.filter((key) => key.retiredAt === undefined);
  const findings = [
    closed.length === 0
      ? good(
          `The secret keys open all ${keys.length} keys of the platform; newest: ${newest.map((key) => `${key.purpose} ${key.id}`).join(', ')}`,
        )
      : bad(
          `The secret keys do not open ${closed.map((key) => key.id).join(', ')}`,
          'restore the PRISTAN_SECRET_KEYS they were sealed under, or run: pristan keys rotate --compromised',
        ),
  ];
  for (const key of keys) {
    if (key.purpose !== 'mac' || key.retiredAt === undefined) continue;
    const from = key.retiredAt + macKeyRetentionMs;
    findings.push(
      from <= now
        ? good(`The MAC key ${key.id} has not been needed since ${day(from)}: run pristan keys prune`)
        : good(`The MAC key ${key.id} is needed until ${day(from)}`),
    );
  }
  return findings;
}

async function mailFindings(config: Config, overdue: number): Promise<readonly DoctorFinding[]> {
  if (config.smtpUrl === undefined) {
    return config.local
      ? []
      : [bad('No mail server is set: invitations and password resets are not sent', 'set PRISTAN_SMTP_URL')];
  }
  const why = await mailServerProblem(config.smtpUrl);
  const server =
    why === undefined
      ? good('The mail server accepts mail')
      : bad(`The mail server cannot be used (${why})`, 'check that it runs, and PRISTAN_SMTP_URL');
  return overdue === 0
    ? [server, good('No mail has waited for longer than an hour')]
    : [
        server,
        bad(
          `${overdue} mails have waited for longer than an hour`,
          "look for the mail server's answers in the log, and check PRISTAN_SMTP_URL",
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

function good(what: string): DoctorFinding {
  return { ok: true, what };
}

function bad(what: string, todo: string): DoctorFinding {
  return { ok: false, what, todo };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
