import type { InvitationLink } from '@pristan/flows';
import { dayMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';

/** What stands in the address of an invitation's page, read. */
export type ReadLink =
  /** The letter's own token: whoever holds it reads the address's mail. */
  | { readonly kind: 'letter'; readonly link: { readonly tokenHash: Uint8Array } }
  /** Made by us for a page of the person it is for; worth nothing to anybody else. */
  | { readonly kind: 'own_page'; readonly link: Extract<InvitationLink, { readonly invitationId: string }> };

interface Named {
  readonly accountId: number;
  readonly invitationId: string;
}

/** The address at which the invited person can answer, from their own pages. */
export function invitationPath(world: World, { accountId, invitationId }: Named): string {
  const named: Named = { accountId, invitationId };
  return `/invitations/${sealForPage(world, 'invitation', named, dayMs)}`;
}

export function readInvitationLink(world: World, text: string): ReadLink | undefined {
  if (isLinkToken(text)) return { kind: 'letter', link: { tokenHash: world.secrets.hash(text) } };
  const opened = openFromPage<Named>(world, 'invitation', text);
  return opened.kind === 'opened' ? { kind: 'own_page', link: opened.value } : undefined;
}

/** 32 bytes in base64url: the token of a letter's link. */
export function isLinkToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
