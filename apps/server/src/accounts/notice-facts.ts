import type { InvitationCard, NoticeRow } from '@pristan/flows';
import { deliveryFailures } from '@pristan/wire/api';
import { z } from 'zod';
import type { NoticeFacts } from './notice-text.ts';

/**
 * Facts of notices about an action: the integration's name at that time, and the acting person; `null`: the operator.
 */
const done = { integration: z.string(), person: z.string().nullable() };

/** Facts of notices as they are stored; a reused token is stored under another kind, `refresh_reused`. */
const stored = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refresh_reused'),
    integration: z.string(),
    account: z.string().nullish(),
    firstUsedAt: z.number().nullish(),
    firstAddress: z.string().nullish(),
    reusedAt: z.number(),
    reuseAddress: z.string().nullish(),
  }),
  z.object({ kind: z.literal('password_changed'), at: z.number(), address: z.string() }),
  z.object({ kind: z.literal('member_joined'), person: z.string() }),
  z.object({ kind: z.literal('integration_connected'), ...done, account: z.string() }),
  z.object({ kind: z.literal('installation_disabled'), ...done, account: z.string() }),
  z.object({ kind: z.literal('secret_rotated'), ...done, oldEndsAt: z.number() }),
  z.object({
    kind: z.literal('receiver_failing'),
    integration: z.string(),
    host: z.string(),
    failingSince: z.number(),
    failure: z.enum(deliveryFailures),
    status: z.number().nullish(),
  }),
  z.object({
    kind: z.literal('receiver_stopped'),
    integration: z.string(),
    host: z.string(),
    url: z.string(),
  }),
  z.object({
    kind: z.literal('adoption_planned'),
    integration: z.string(),
    owner: z.string(),
    account: z.string(),
    origin: z.string(),
    movesAt: z.number(),
    clones: z.number(),
  }),
  z.object({ kind: z.literal('clones_past_threshold'), origin: z.string(), threshold: z.number() }),
  z.object({ kind: z.literal('adoption_lapsed'), integration: z.string(), origin: z.string() }),
  z.object({ kind: z.literal('secret_shown'), ...done }),
]);

const UNKNOWN_ADDRESS = '–';

/**
 * Reads a stored notice into the facts that pages and mails show.
 *
 * @param account name of the account that the notice is about, if any
 * @returns `undefined` when this version of the platform has no text for the notice
 */
export function noticeFactsOf(notice: Pick<NoticeRow, 'kind' | 'facts'>, account: string): NoticeFacts | undefined {
  const read = stored.safeParse({ ...notice.facts, kind: notice.kind });
  if (!read.success) return undefined;
  const { data } = read;
  switch (data.kind) {
    case 'password_changed':
    case 'integration_connected':
    case 'installation_disabled':
    case 'secret_rotated':
    case 'secret_shown':
    case 'adoption_planned':
    case 'clones_past_threshold':
    case 'adoption_lapsed':
    case 'receiver_stopped':
      return data;
    case 'receiver_failing':
      return {
        kind: 'receiver_failing',
        integration: data.integration,
        host: data.host,
        since: data.failingSince,
        last: data.status ?? data.failure,
      };
    case 'refresh_reused':
      return {
        kind: 'token_reused',
        integration: data.integration,
        account: data.account ?? account,
        firstAt: data.firstUsedAt ?? data.reusedAt,
        firstAddress: data.firstAddress ?? UNKNOWN_ADDRESS,
        againAt: data.reusedAt,
        againAddress: data.reuseAddress ?? UNKNOWN_ADDRESS,
        revoked: false,
      };
    case 'member_joined':
      return { ...data, account };
  }
}

const invitedFacts = z.object({ accountId: z.number(), invitationId: z.uuid() });

/** The invitation that an `invited` notice is about. */
export function invitationOf(
  notice: NoticeRow,
): { readonly accountId: number; readonly invitationId: string } | undefined {
  const read = notice.kind === 'invited' ? invitedFacts.safeParse(notice.facts) : undefined;
  return read?.success ? read.data : undefined;
}

const requestedFacts = z.object({ accountId: z.number(), email: z.string(), integration: z.string() });

/** Account, email address and integration of an `admin_requested` notice; `undefined` for any other notice. */
export function adminRequestOf(notice: NoticeRow): z.infer<typeof requestedFacts> | undefined {
  const read = notice.kind === 'admin_requested' ? requestedFacts.safeParse(notice.facts) : undefined;
  return read?.success ? read.data : undefined;
}

/** Facts of an `invited` notice for this invitation; `url` is the page where the person answers it. */
export function invitedFactsOf(card: InvitationCard, url: string): NoticeFacts {
  return { kind: 'invited', account: card.accountName, inviter: card.inviterName ?? card.accountName, url };
}
