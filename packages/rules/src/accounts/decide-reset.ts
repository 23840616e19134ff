import type { Language } from '@pristan/wire';
import type { Actor, Change } from '../change.ts';
import { operator } from '../access/actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { HeldPersonalToken } from '../held-personal-token.ts';

/**
 * Queues the mail with a reset link. It is queued for every address, so that nobody learns which ones are registered;
 * only the sender of mail finds out.
 */
export function decideRequestReset(
  asked: { readonly email: string; readonly language: Language; readonly mailId: string },
  now: Instant,
): Decided<{ readonly kind: 'requested' }> {
  const { email: recipient, language, mailId } = asked;
  return {
    outcome: { kind: 'requested' },
    changes: [
      { kind: 'mail_queued', mail: { mailId, recipient, language, kind: 'password_reset', facts: {} }, at: now },
    ],
  };
}

/** The user whose password an open reset link may change. */
export interface ResetFacts {
  readonly userId: number;
  readonly email: string;
  readonly language: Language;
  /** Their live personal access tokens in every account. */
  readonly personalTokens: readonly HeldPersonalToken[];
}

/** A new password, hashed, with IDs that the flow generates before the rule runs. */
export interface ChosenPassword {
  readonly tokenHash: Uint8Array;
  readonly passwordHash: string;
  readonly address: string;
  readonly by: 'person' | 'operator';
  readonly noticeId: string;
  readonly mailId: string;
}

/**
 * Redeems a reset link for a new password. The user's sessions and personal access tokens end, since an intruder may
 * have created them; a notice and a mail tell the user.
 *
 * @param user absent when the link is used, expired or unknown
 */
export function decideChoosePassword(
  user: ResetFacts | undefined,
  chosen: ChosenPassword,
  now: Instant,
): Decided<{ readonly kind: 'changed' } | Refusal<'dead_link'>> {
  if (user === undefined) return refuse('dead_link');
  const { userId, email: recipient, language, personalTokens: tokens } = user;
  const { tokenHash, passwordHash, address, noticeId, mailId } = chosen;
  const by: Actor = chosen.by === 'operator' ? operator : { userId, address };
  const kind = 'password_changed';
  const facts = { at: now, address };
  const changes: readonly Change[] = [
    { kind: 'password_chosen', tokenHash, userId, passwordHash, at: now },
    { kind: 'sessions_ended', userId },
    { kind: 'personal_tokens_ended', userId, tokens, at: now, by },
    { kind: 'user_notified', userId, noticeId, notice: { kind, facts }, at: now },
    { kind: 'mail_queued', mail: { mailId, recipient, language, kind, facts }, at: now },
  ];
  return { outcome: { kind: 'changed' }, changes };
}
