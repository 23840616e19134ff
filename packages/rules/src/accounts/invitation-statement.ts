import type { Role } from '../access/grant-status.ts';
import type { Stated } from '../statement.ts';

/** The facts on the page of an invitation, for the user it was sent to. */
export type InvitationStatement = Stated<
  'invitation',
  {
    readonly account: string;
    readonly domain: string;
    readonly role: Role;
    readonly inviter: string;
    readonly email: string;
  }
>;

export function invitationStatement(invitation: {
  readonly accountId: number;
  readonly invitationId: string;
  readonly accountName: string;
  readonly subdomain: string;
  readonly role: Role;
  /** The inviting user's name; absent when a program invited. */
  readonly inviterName: string | undefined;
  readonly email: string;
}): InvitationStatement {
  const { accountId, invitationId, accountName, subdomain, role, inviterName, email } = invitation;
  return {
    page: 'invitation',
    about: [invitationId, accountId],
    facts: { account: accountName, domain: subdomain, role, inviter: inviterName ?? accountName, email },
  };
}
