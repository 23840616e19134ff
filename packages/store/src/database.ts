import type { AddressDifference, ExchangeRefusalReason, FrozenFacts, NewWidget } from '@pristan/rules';
import type { Line, Prose } from '@pristan/wire';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { DueWorkTables } from './due-work-tables.ts';

type Kind = 'private' | 'public' | 'external';
type Role = 'admin' | 'member';
type Json = JSONColumnType<Record<string, unknown>>;
/**
 * Column types of texts that people write: only checked text is written; text that is read may be older than the check.
 */
type LineColumn = ColumnType<string, Line, Line>;
type ProseColumn = ColumnType<string, Prose, Prose>;

/** The tables as row types. Times are epoch milliseconds; int8 is read as a number. */
export interface Database extends DueWorkTables {
  accounts: {
    id: Generated<number>;
    uuid: Generated<string>;
    name: LineColumn;
    created_at: number;
    updated_at: number;
    created_by: number | null;
    updated_by: number | null;
  };
  subdomains: { subdomain: string; account_id: number; current: boolean };
  users: {
    id: Generated<number>;
    email: string;
    name: LineColumn;
    language: 'ru' | 'en';
    password_hash: string | null;
    created_at: number;
    demo: Generated<boolean>;
  };
  memberships: { account_id: number; user_id: number; role: Role; state: 'active' | 'deactivated'; created_at: number };
  staff: { user_id: number; role: 'moderator' | 'operator'; created_at: number };
  sessions: {
    id: Uint8Array;
    session_id: string;
    user_id: number;
    created_at: number;
    last_seen_at: number;
    expires_at: number;
    user_agent: string;
    address: string;
    sends_fetch_user: Generated<boolean>;
  };
  idempotency_answers: { key_hash: Uint8Array; holder: string; sealed: Uint8Array; created_at: number };
  invitations: {
    account_id: number;
    id: string;
    email: string;
    name: LineColumn;
    role: Role;
    token_hash: Uint8Array;
    created_by: number | null;
    made_by_grant: Generated<string | null>;
    made_by_integration: Generated<string | null>;
    made_key_epoch: Generated<number | null>;
    asks_admin: Generated<boolean>;
    created_at: number;
    expires_at: number;
    accepted_at: number | null;
    revoked_at: number | null;
  };
  password_resets: {
    token_hash: Uint8Array;
    user_id: number;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  notices: {
    id: string;
    account_id: number | null;
    user_id: number | null;
    /** The user whose own action caused the notice; they do not get it. */
    besides_user_id: Generated<number | null>;
    kind: string;
    facts: Json;
    created_at: number;
    dismissed_at: Generated<number | null>;
  };
  notice_choices: { user_id: number; kind: string; by_mail: boolean };
  throttles: { key: string; count: number; window_ends_at: number };
  audit: {
    account_id: number;
    id: Generated<number>;
    at: number;
    kind: string;
    user_id: number | null;
    about_id: number | null;
    integration_id: string | null;
    address: string | null;
    facts: Json;
  };
  logos: { hash: string; bytes: Uint8Array; created_at: number };
  integrations: {
    id: string;
    account_id: number;
    kind: Kind;
    published_at: number | null;
    redirect_origin: GeneratedAlways<string>;
    secrets_origin: GeneratedAlways<string | null>;
    adopted_at: number | null;
    state: 'active' | 'stopped';
    deleted_at: number | null;
    version: number;
    key_epoch: number;
    name: LineColumn;
    language: Generated<string>;
    summary: LineColumn;
    description_html: ProseColumn;
    links: GeneratedAlways<string[]>;
    redirect_uri: string;
    button_origins: string[];
    disconnect_uri: string | null;
    secrets_uri: string | null;
    logo_uri: string | null;
    scopes: string[];
    logo_hash: string | null;
    created_at: number;
    created_by: number | null;
    updated_at: number;
  };
  integration_texts: {
    integration_id: string;
    language: string;
    summary: LineColumn;
    description_html: ProseColumn;
    links: GeneratedAlways<string[]>;
    updated_at: number;
  };
  publications: {
    integration_id: string;
    number: number;
    facts: JSONColumnType<FrozenFacts>;
    published_at: number;
  };
  integration_secrets: {
    integration_id: string;
    id: string;
    sealed: Uint8Array;
    created_at: number;
    ends_at: number | null;
    first_used_at: number | null;
  };
  installations: {
    account_id: number;
    integration_id: string;
    state: 'enabled' | 'disabled';
    epoch: number;
    created_at: number;
    enabled_at: number;
    disabled_at: number | null;
    fresh_codes: Generated<'allowed' | 'forbidden'>;
  };
  installation_settings: {
    account_id: number;
    integration_id: string;
    field: string;
    value: string | null;
    sealed: Uint8Array | null;
    updated_at: number;
  };
  code_requests: { account_id: number; integration_id: string; code_id: Uint8Array; asked_at: number };
  grants: {
    account_id: number;
    id: string;
    integration_id: string;
    user_id: number;
    full_access: boolean;
    scopes: string[];
    epoch: number;
    restricted: Generated<boolean>;
    created_at: number;
    updated_at: number;
    revoked_at: number | null;
    revoked_by: number | null;
  };
  secret_uses: { integration_id: string; secret_id: string; last_used_at: number };
  grant_uses: { account_id: number; grant_id: string; last_used_at: number };
  grant_days: { account_id: number; grant_id: string; day_starts_at: number; calls: number };
  codes: {
    account_id: number;
    id: Uint8Array;
    grant_id: string;
    integration_id: string;
    redirect_uri: string;
    code_challenge: string | null;
    key_epoch: number;
    issued_at: number;
    expires_at: number;
    redeemed_at: number | null;
    family_id: string | null;
    copyable: boolean;
    sealed_code: Uint8Array | null;
  };
  families: {
    account_id: number;
    id: string;
    grant_id: string;
    integration_id: string;
    epoch: number;
    key_epoch: number;
    generation: number;
    mac_key_id: string;
    created_at: number;
    rotated_at: number;
    rotated_address: string;
    expires_at: number;
    revoked_at: number | null;
  };
  refresh_reuses: {
    account_id: number;
    family_id: string;
    generation: number;
    integration_id: string;
    first_used_at: number | null;
    first_address: string | null;
    reused_at: number;
    reuse_address: string;
    last_reused_at: number;
    count: number;
  };
  refused_exchanges: {
    integration_id: string;
    refused_at: number;
    fault: ExchangeRefusalReason;
    difference: AddressDifference | null;
  };
  long_lived_tokens: {
    account_id: number;
    id: string;
    grant_id: string;
    integration_id: string;
    name: LineColumn;
    key_epoch: number;
    issued_at: number;
    expires_at: number;
    revoked_at: number | null;
    revoked_by: number | null;
  };
  personal_tokens: {
    account_id: number;
    id: string;
    user_id: number;
    integration_id: string | null;
    token_hash: Uint8Array;
    name: LineColumn;
    abilities: string[];
    created_at: number;
    expires_at: number;
    last_used_at: number | null;
    revoked_at: number | null;
    revoked_by: number | null;
  };
  resource_servers: { id: string; name: string; secret_hash: Uint8Array; created_at: number };
  widget_archives: { sha256: string; bytes: Uint8Array; created_at: number };
  widget_versions: {
    integration_id: string;
    number: number;
    sha256: string;
    archive_bytes: number;
    manifest: JSONColumnType<NewWidget['manifest']>;
    report: JSONColumnType<NewWidget['report']>;
    live: boolean;
    created_at: number;
    created_by: number | null;
  };
  used_presses: {
    id: string;
    expires_at: number;
    user_id: number | null;
    sealed_answer: Uint8Array | null;
    answer_ends_at: number | null;
    code_account_id: number | null;
    code_id: Uint8Array | null;
    again: string | null;
  };
  keys: {
    id: string;
    purpose: 'sign' | 'mac' | 'hook';
    algorithm: string;
    public_jwk: JSONColumnType<Record<string, unknown>> | null;
    sealed: Uint8Array;
    created_at: number;
    retired_at: number | null;
    published_until: number | null;
  };
  deliveries: {
    account_id: number;
    id: string;
    integration_id: string;
    hook: 'disconnect' | 'install' | 'secrets';
    url: string;
    receiver_host: string;
    facts: Json;
    cause: Json | null;
    state: 'pending' | 'started' | 'delivered' | 'failed' | 'unknown' | 'overtaken';
    overtaken_by: string | null;
    may_have_arrived: Generated<boolean>;
    due_at: number;
    began_at: number;
    tries: Generated<number>;
    made: Generated<number>;
    created_at: number;
    finished_at: number | null;
    first_failed_at: number | null;
    last_failed_at: number | null;
    last_failure: string | null;
    last_status: number | null;
  };
  delivery_attempts: {
    account_id: number;
    delivery_id: string;
    number: number;
    started_at: number;
    finished_at: number | null;
    request: JSONColumnType<Record<string, unknown>> | null;
    status: number | null;
    answer: string | null;
    answer_headers: JSONColumnType<Record<string, string>> | null;
    took_ms: number | null;
    failure: string | null;
  };
  handovers: {
    account_id: number;
    id: string;
    integration_id: string;
    grant_id: string;
    user_id: number;
    delivery_id: string;
    sealed_path: Uint8Array;
    pull_challenge: string | null;
    created_at: number;
    pulled_at: number | null;
    code_id: Uint8Array | null;
  };
  clone_notices: {
    redirect_origin: string;
    secrets_origin: string;
    accounts: number;
    threshold: number;
    recorded_at: number;
    mailed_to: string[];
  };
  adoptions: {
    id: string;
    integration_id: string;
    origin: string;
    started_at: number;
    started_by: number | null;
    moves_at: number;
  };
  adopted_clones: {
    account_id: number;
    integration_id: string;
    adoption_id: string;
    state: 'pending' | 'refused' | 'moved' | 'lapsed';
    moves_at: number;
    /** Due time of the move, or end of its lease, in the account's first pending row. */
    due_at: number;
    attempts: Generated<number>;
    failure: string | null;
    settled_at: number | null;
    settled_by: number | null;
  };
  receiver_health: {
    integration_id: string;
    receiver_host: string;
    failing_since: number;
    last_failed_at: number;
    last_failure: string;
    last_status: number | null;
    marked_at: number | null;
  };
  stopped_receivers: { integration_id: string; url: string; receiver_host: string; stopped_at: number };
  api_windows: { account_id: number; integration_id: string; window_ends_at: number; count: number };
  api_blocks: {
    account_id: number;
    integration_id: string;
    address: string;
    excess: number;
    excess_ends_at: number;
    blocked_until: number | null;
  };
}
