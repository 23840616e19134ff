import type { InvitationLink } from '@pristan/flows';
import { dayMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly invitation: Named;
  }
}

/** Link to an invitation, as the URL of its page contains it. */
export type ReadInvitationLink =
  /** The token from the invitation mail: whoever has it can read the mail of the invited address. */
  | { readonly kind: 'letter'; readonly link: { readonly tokenHash: Uint8Array } }
  /** A link on a page of the invited person, useless to anybody else. */
  | { readonly kind: 'own_page'; readonly link: Extract<InvitationLink, { readonly invitationId: string }> };

interface Named {
  readonly accountId: number;
  readonly invitationId: string;
}

/** Path of the invitation page for a link on the invited person's own pages. */
export function invitationPath(world: World, { accountId, invitationId }: Named): string {
  const named: Named = { accountId, invitationId };
  return `/invitations/${sealForPage(world, 'invitation', { value: named, lifetimeMs: dayMs })}`;
}

export function readInvitationLink(world: World, text: string): ReadInvitationLink | undefined {
  if (isLinkToken(text)) return { kind: 'letter', link: { tokenHash: world.secrets.hash(text) } };
  const opened = openFromPage(world, 'invitation', text);
  return opened.kind === 'opened' ? { kind: 'own_page', link: opened.value } : undefined;
}

/** Whether a text has the form of a mailed link's token: 32 bytes in base64url. */
export function isLinkToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
