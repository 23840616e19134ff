import type { Generated, JSONColumnType } from 'kysely';

/** Tables whose rows are nothing but due work. */
export interface DueWorkTables {
  mails: {
    id: string;
    recipient: string;
    kind: string;
    language: 'ru' | 'en';
    facts: JSONColumnType<Record<string, unknown>>;
    sealed_secret: Uint8Array | null;
    created_at: number;
    due_at: number;
    sent_at: number | null;
    attempts: Generated<number>;
    failure: string | null;
  };
  due_logos: {
    integration_id: string;
    account_id: number;
    host: string;
    due_at: number;
    attempts: Generated<number>;
    failure: string | null;
  };
}
