import type { AddressDifference, ExchangeRefusalReason, FrozenFacts, NewWidget } from '@pristan/rules';
import type { Language, Line, Prose } from '@pristan/wire';
import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { DB } from './generated/tables.ts';

/**
 * Column types of texts that people write: only checked text is written; text that is read may be older than the check.
 */
type LineColumn = ColumnType<string, Line, Line>;
type ProseColumn = ColumnType<string, Prose, Prose>;

/** A language that is read may be of another release: `knownLanguage` reads it. */
type LanguageColumn = ColumnType<string, Language, Language>;

/** The same names with narrower types for some; a name that `Whole` does not have does not compile. */
type Narrowed<Whole, Part extends { [Name in keyof Part]: Name extends keyof Whole ? unknown : never }> = {
  [Name in keyof Whole]: Name extends keyof Part ? Part[Name] : Whole[Name];
};
type Table<
  Name extends keyof DB,
  Part extends { [Column in keyof Part]: Column extends keyof DB[Name] ? unknown : never },
> = Narrowed<DB[Name], Part>;

/**
 * The tables as row types: as generated from the migrations, narrowed where the program knows more than PostgreSQL. Times
 * are epoch milliseconds; int8 is read as a number.
 */
export type Database = Narrowed<
  DB,
  {
    accounts: Table<'accounts', { name: LineColumn }>;
    users: Table<'users', { name: LineColumn; language: LanguageColumn }>;
    invitations: Table<'invitations', { name: LineColumn }>;
    mails: Table<'mails', { language: LanguageColumn }>;
    integrations: Table<
      'integrations',
      {
        name: LineColumn;
        summary: LineColumn;
        description_html: ProseColumn;
        redirect_origin: GeneratedAlways<string>;
        links: GeneratedAlways<string[]>;
      }
    >;
    integration_texts: Table<
      'integration_texts',
      { summary: LineColumn; description_html: ProseColumn; links: GeneratedAlways<string[]> }
    >;
    publications: Table<'publications', { facts: JSONColumnType<FrozenFacts> }>;
    refused_exchanges: Table<
      'refused_exchanges',
      { fault: ExchangeRefusalReason; difference: AddressDifference | null }
    >;
    long_lived_tokens: Table<'long_lived_tokens', { name: LineColumn }>;
    personal_tokens: Table<'personal_tokens', { name: LineColumn }>;
    widget_versions: Table<
      'widget_versions',
      { manifest: JSONColumnType<NewWidget['manifest']>; report: JSONColumnType<NewWidget['report']> }
    >;
    delivery_attempts: Table<'delivery_attempts', { answer_headers: JSONColumnType<Record<string, string>> | null }>;
  }
>;
