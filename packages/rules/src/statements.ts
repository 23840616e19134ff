import type { InvitationStatement } from './accounts/invitation-statement.ts';
import type { AllowStatement, ExternalStatement } from './authorize/statements.ts';
import type { DisableStatement, InstallStatement, RevokeStatement, SettingsStatement } from './install/statements.ts';
import type { RefuseAdoptionStatement } from './moderation/refuse-adoption-statement.ts';
import type { FactOf } from './statement.ts';

/**
 * The statements of all pages that ask a user for confirmation. A confirmation token is built from one of these and
 * nothing else, so that no page can ask without stating its effect.
 */
export type Statement =
  | AllowStatement
  | ExternalStatement
  | InstallStatement
  | DisableStatement
  | RevokeStatement
  | SettingsStatement
  | RefuseAdoptionStatement
  | InvitationStatement;

/** The name of a page that asks for confirmation. */
export type ConfirmationPage = Statement['page'];

/** The name of a fact in any page's statement. */
export type StatedFact = FactOf<Statement['facts']>;

export type StatementOf<Page extends ConfirmationPage> = Extract<Statement, { readonly page: Page }>;
