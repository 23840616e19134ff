import type { AccountFacts } from '../access/account-choice.ts';
import { accountChoice } from '../access/account-choice.ts';
import { scopesWithin } from '../access/scopes.ts';
import type { IntegrationStatementFacts, AccountStatementFacts, StatedIntegration } from '../stated-integration.ts';
import { stateIntegration, stateAccount } from '../stated-integration.ts';
import type { Stated } from '../statement.ts';
import type { ExternalIntegration } from './external-change.ts';

type AllowFacts = IntegrationStatementFacts &
  AccountStatementFacts & {
    /** The host of the page that the browser goes to after *Allow* or *Deny*. */
    readonly returnsTo: string;
    readonly access: 'full' | 'own';
    readonly installs: boolean;
  };

/**
 * The facts on the consent page, and on the page that issues an authorization code to copy.
 *
 * @see docs/spec/dialect.md#confirmations
 */
export type AllowStatement = Stated<'allow', AllowFacts> | Stated<'code', AllowFacts>;

/**
 * @returns the statement of the page; `undefined` when the user may not grant in this account
 * @see docs/spec/dialect.md#confirmations
 */
export function allowStatement<Page extends AllowStatement['page']>(
  page: Page,
  integration: StatedIntegration,
  place: { readonly account: AccountFacts | undefined; readonly returnsTo: string },
): Stated<Page, AllowFacts> | undefined {
  const { account, returnsTo } = place;
  if (account === undefined) return undefined;
  const choice = accountChoice(integration, account);
  if (!choice.choosable) return undefined;
  const { fullAccess, installs } = choice.consent;
  return {
    page,
    about: [integration.integrationId, account.accountId],
    facts: {
      ...stateIntegration(integration),
      returnsTo,
      ...stateAccount(account),
      access: fullAccess ? 'full' : 'own',
      installs,
    },
  };
}

/** The facts on the consent page of a metadata button. @see docs/spec/dialect.md#external-request */
export type ExternalStatement = Stated<
  'external',
  AccountStatementFacts & {
    readonly integration: string;
    readonly scopes: readonly string[];
    readonly redirectUri: string;
    readonly secretsUri: string;
    readonly returnsTo: string;
  }
>;

/**
 * @returns the statement of the consent page; `undefined` when the user is not a member
 * @see docs/spec/dialect.md#external-request
 */
export function externalStatement(
  account: AccountFacts | undefined,
  request: {
    readonly requestId: string;
    readonly metadata: Pick<ExternalIntegration, 'name' | 'scopes' | 'redirectUri' | 'secretsUri'>;
    readonly returnsTo: string;
  },
): ExternalStatement | undefined {
  if (account === undefined) return undefined;
  const { name, scopes, redirectUri, secretsUri } = request.metadata;
  return {
    page: 'external',
    about: [request.requestId, account.accountId],
    facts: {
      integration: name,
      scopes: scopesWithin('external', scopes),
      redirectUri,
      secretsUri,
      returnsTo: request.returnsTo,
      ...stateAccount(account),
    },
  };
}
