/** Number of test rows of each kind. */
export interface ScaleSizes {
  /** Integrations of one account, all installed in another. */
  readonly integrations: number;
  /** Accounts where one particular integration is installed. */
  readonly accounts: number;
  readonly deliveries: number;
  readonly entries: number;
  readonly people: number;
}

/** One set-based SQL statement and the name of what it fills. Steps run in order. */
export interface ScaleStep {
  readonly fills: string;
  readonly text: string;
}

/** Owners of the test rows. The ids come from this program, so they are inserted into the SQL as they are. */
export interface ScaleTarget {
  /** The account that installs every integration (`accountId`), and the account that develops them (`technicalId`). */
  readonly accountId: number;
  readonly technicalId: number;
  /** The integration that is installed in every account. */
  readonly integrationId: string;
  readonly sizes: ScaleSizes;
  readonly now: number;
}

/** SQL statements that fill the tables with test rows. The rows' times are seconds or minutes apart, back from now. */
export function seedingSteps(target: ScaleTarget): readonly ScaleStep[] {
  return [...catalogSteps(target), ...accessSteps(target), ...eventSteps(target)];
}

/** People, integrations and accounts. */
function catalogSteps({ accountId, technicalId, integrationId: wide, sizes, now }: ScaleTarget): readonly ScaleStep[] {
  const { integrations, accounts, people } = sizes;
  return [
    {
      fills: 'people',
      text: `with born as (
          insert into users (email, name, language, created_at)
          select 'person' || n || '@scale.pristan.example', ${personName}, case n % 2 when 0 then 'ru' else 'en' end, ${now}
          from generate_series(1, ${people}) n returning id)
        insert into memberships (account_id, user_id, role, state, created_at)
        select ${accountId}, id, 'member', case id % 50 when 0 then 'deactivated' else 'active' end, ${now} from born`,
    },
    {
      fills: 'integrations',
      text: `insert into integrations (id, account_id, kind, published_at, state, version, key_epoch, name, summary,
          description_html, redirect_uri, button_origins, scopes, created_at, updated_at)
        select ${idAt(minutes(now, 'n'), "'integration' || n")}, ${technicalId}, 'public', ${minutes(now, 'n')},
          case n % 40 when 0 then 'stopped' else 'active' end, 1, 1, ${integrationName},
          'Keeps number ' || n || ' in step with your account.', '', 'https://app' || n || '.scale.example/callback', '{}',
          array['crm'], ${minutes(now, 'n')}, ${minutes(now, 'n')}
        from generate_series(1, ${integrations}) n`,
    },
    {
      fills: 'the integration that stands everywhere',
      text: `insert into integrations (id, account_id, kind, published_at, state, version, key_epoch, name, summary,
          description_html, redirect_uri, button_origins, disconnect_uri, scopes, created_at, updated_at)
        select '${wide}', ${technicalId}, 'public', ${now}, 'active', 1, 1, 'Lighthouse', 'Stands in every account.', '',
          'https://lighthouse.scale.example/callback', '{}', 'https://lighthouse.scale.example/bye', array['crm'], ${now}, ${now}
       `,
    },
    {
      fills: 'accounts',
      text: `with born as (
          insert into accounts (name, created_at, updated_at)
          select 'Quay ' || n, ${now}, ${now} from generate_series(1, ${accounts}) n returning id)
        insert into subdomains (subdomain, account_id, current) select 'quay-' || id, id, true from born`,
    },
  ];
}

/** Installations, with what was allowed and used. */
function accessSteps({ accountId, technicalId, integrationId: wide, sizes, now }: ScaleTarget): readonly ScaleStep[] {
  const { people } = sizes;
  return [
    {
      fills: 'installations',
      text: `with everything as (${numberedIntegrations(technicalId)})
        insert into installations (account_id, integration_id, state, epoch, created_at, enabled_at, disabled_at)
        select ${accountId}, id, case n % 20 when 0 then 'disabled' else 'enabled' end, 1, ${minutes(now, 'n')}, ${minutes(now, 'n')},
          case n % 20 when 0 then ${minutes(now, 'n')} + 1000 end from everything
        union all
        select account_id, '${wide}', 'enabled', 1, ${minutes(now, 'account_id % 40000')}, ${minutes(now, 'account_id % 40000')}, null
        from subdomains where subdomain like 'quay-%'`,
    },
    {
      fills: 'grants',
      text: `with everything as (${numberedIntegrations(technicalId)}), crew as (${numberedMembers(accountId)})
        insert into grants (account_id, id, integration_id, user_id, full_access, scopes, epoch, created_at, updated_at)
        select ${accountId}, ${idAt(minutes(now, 'e.n'), "'grant' || e.id || c.user_id")}, e.id, c.user_id, c.n % 3 = 0, array['crm'], 1,
          ${minutes(now, 'e.n')}, ${minutes(now, 'e.n')}
        from everything e join crew c on c.n between e.n % ${people} and e.n % ${people} + 2 where e.id <> '${wide}'
        union all
        select ${accountId}, ${idAt(minutes(now, 'n'), "'wide' || user_id")}, '${wide}', user_id, n % 3 = 0, array['crm'], 1,
          ${minutes(now, 'n')}, ${minutes(now, 'n')} from crew
        union all
        select s.account_id, ${idAt(minutes(now, 's.account_id % 40000'), "'far' || s.account_id")}, '${wide}', c.user_id, true,
          array['crm'], 1, ${minutes(now, 's.account_id % 40000')}, ${minutes(now, 's.account_id % 40000')}
        from subdomains s join crew c on c.n = 1 where s.subdomain like 'quay-%' and s.account_id % 10 > 0`,
    },
    {
      fills: 'tokens',
      text: `insert into families (account_id, id, grant_id, integration_id, epoch, key_epoch, generation, mac_key_id,
          created_at, rotated_at, rotated_address, expires_at)
        select account_id, 'scale-' || id, id, integration_id, 1, 1, 1, 'scale', created_at, created_at, '203.0.113.7',
          ${now} + 7776000000 from grants where account_id = ${accountId} or integration_id = '${wide}'`,
    },
    {
      fills: 'uses',
      text: `with used as (insert into grant_uses (account_id, grant_id, last_used_at)
          select account_id, id, ${now} - 60000 from grants where account_id = ${accountId})
        insert into grant_days (account_id, grant_id, day_starts_at, calls)
        select account_id, id, (${now} / 86400000 - d) * 86400000, 1 + d * 7 % 40
        from grants cross join generate_series(0, 6) d where account_id = ${accountId}`,
    },
    {
      fills: 'refused tokens',
      text: `insert into refresh_reuses (account_id, family_id, generation, integration_id, reused_at, reuse_address,
          last_reused_at, count)
        select account_id, id, 1, integration_id, created_at, '198.51.100.9', created_at, 1
        from families where account_id = ${accountId} order by created_at desc limit ${people}`,
    },
  ];
}

/** Deliveries and the activity log. */
function eventSteps({ accountId, technicalId, integrationId: wide, sizes, now }: ScaleTarget): readonly ScaleStep[] {
  const { integrations, accounts, deliveries, entries, people } = sizes;
  return [
    {
      fills: 'deliveries',
      text: `with place as (
          select account_id, (row_number() over (order by account_id) - 1)::int as n from subdomains where subdomain like 'quay-%')
        insert into deliveries (account_id, id, integration_id, hook, url, receiver_host, facts, state, due_at, began_at,
          tries, made, created_at, finished_at, first_failed_at, last_failed_at, last_failure, last_status)
        select p.account_id, ${idAt(seconds(now, 'd'), "'delivery' || d")}, '${wide}', 'disconnect',
          'https://host' || d % 50 || '.scale.example/bye', 'host' || d % 50 || '.scale.example', '{}',
          case when d % 20 = 0 then 'failed' else 'delivered' end, ${seconds(now, 'd')}, ${seconds(now, 'd')}, 1 + d % 2, 1 + d % 2,
          ${seconds(now, 'd')}, ${seconds(now, 'd')} + 400, case when d % 20 = 0 then ${seconds(now, 'd')} + 200 end,
          case when d % 20 = 0 then ${seconds(now, 'd')} + 400 end, case when d % 20 = 0 then 'status' end,
          case when d % 20 = 0 then 500 else 200 end
        from generate_series(1, ${deliveries}) d join place p on p.n = d % ${accounts}`,
    },
    {
      fills: 'tries',
      text: `insert into delivery_attempts (account_id, delivery_id, number, started_at, finished_at, request, status, answer, took_ms)
        select account_id, id, number, created_at + number * 100, created_at + number * 100 + 90,
          '{"method":"POST","url":"https://lighthouse.scale.example/bye","headers":{"webhook-signature":"***"},"body":"{}"}',
          case when number = tries then last_status else 503 end, 'ok', 90
        from deliveries cross join generate_series(1, tries) number
        where integration_id = '${wide}'`,
    },
    {
      fills: 'entries of the log',
      text: `with everything as (${numberedIntegrations(technicalId)}), crew as (${numberedMembers(accountId)})
        insert into audit (account_id, at, kind, user_id, about_id, integration_id, address, facts)
        select ${accountId}, ${seconds(now, 'a')}, (array['grant_given', 'grant_revoked', 'installation_enabled', 'settings_kept'])[1 + a % 4],
          c.user_id, w.user_id, e.id, '203.0.113.7', '{}'
        from generate_series(${entries}, 1, -1) a
        join crew c on c.n = 1 + a % ${people} left join crew w on a % 2 = 0 and w.n = 1 + (a + 1) % ${people} and w.n <> c.n
        join everything e on e.n = 1 + a % ${integrations}`,
    },
  ];
}

const minutes = (now: number, n: string): string => `(${now} - (${n})::bigint * 60000)`;
const seconds = (now: number, n: string): string => `(${now} - (${n})::bigint * 20000)`;

function numberedIntegrations(accountId: number): string {
  return `select id, row_number() over (order by created_at desc, id)::int as n from integrations where account_id = ${accountId}`;
}

function numberedMembers(accountId: number): string {
  return `select user_id, row_number() over (order by user_id)::int as n from memberships where account_id = ${accountId}`;
}

const integrationName = `(array['Harbour','Tide','Mail','Почта','Склад','Gull','Invoice','Маяк'])[1 + n % 8] || ' '
  || (array['Sync','Desk','Bridge','Отчёт','Board'])[1 + n / 8 % 5] || ' ' || n`;

const personName = `(array['Ольга','Ivan','Мария','Nils','Вера','Ada'])[1 + n % 6] || ' '
  || (array['Ветрова','Petrov','Лодкина','Berg','Морская'])[1 + n / 6 % 5] || ' ' || n`;

/** SQL for a time-ordered id (UUIDv7); the same seed gives the same id. @see RFC 9562 §5.7 */
function idAt(milliseconds: string, seed: string): string {
  const hash = `md5(${seed})`;
  return `(lpad(to_hex(${milliseconds}::bigint), 12, '0') || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 4, 3)
    || substr(${hash}, 7, 12))::uuid`;
}
