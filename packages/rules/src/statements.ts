import type { InvitationStatement } from './accounts/invitation-statement.ts';
import type {
  AllowStatement,
  DisableStatement,
  ExternalStatement,
  FreshCodesStatement,
  InstallStatement,
  RevokeStatement,
  SettingsStatement,
} from './install/statements.ts';
import type { KeepStatement } from './moderation/keep-statement.ts';
import type { FactOf } from './statement.ts';

/**
 * Everything that a page of ours may ask a person to confirm. A confirmation token is made of one of these and of nothing
 * else, so that no page can ask without saying what for.
 */
export type Statement =
  | AllowStatement
  | ExternalStatement
  | InstallStatement
  | DisableStatement
  | RevokeStatement
  | SettingsStatement
  | FreshCodesStatement
  | KeepStatement
  | InvitationStatement;

/** A page that asks. */
export type PageThatAsks = Statement['page'];

/** The name of anything that a page may state. */
export type StatedFact = FactOf<Statement['facts']>;

/** The statement of such a page. */
export type StatementOf<Page extends PageThatAsks> = Extract<Statement, { readonly page: Page }>;
