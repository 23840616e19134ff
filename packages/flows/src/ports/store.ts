import type { Change, Precondition } from '@pristan/rules';
import type { ActivityReads } from './activity-reads.ts';
import type { AccountReads } from './account-reads.ts';
import type { InvitationReads, MailRows, NoticeRows, UserRows, ResetRows, ThrottleRows } from './account-rows.ts';
import type { ConfigureReads } from './configure-reads.ts';
import type { Deliveries } from './deliveries.ts';
import type { DueLogoRows, DueMoveRows } from './due-rows.ts';
import type { HandoverReads } from './handover-reads.ts';
import type { TokenHistoryReads } from './token-history-reads.ts';
import type { InstallReads } from './install-reads.ts';
import type { MintingReads } from './minting-reads.ts';
import type { ModerationReads } from './moderation-reads.ts';
import type { PersonalTokens } from './personal-token-reads.ts';
import type { RegistryReads } from './registry-reads.ts';
import type { SessionRows } from './session-rows.ts';
import type { TextReads } from './text-reads.ts';
import type { TokenReads } from './token-reads.ts';
import type { UsageRows } from './usage-rows.ts';
import type { WidgetRows } from './widget-rows.ts';

/**
 * Reads of the database, and one write. `commit` stores all changes or none; it returns `stale` when a fact that the
 * changes rest on is no longer true, and then stores nothing. Rules declare these facts in `preconditions`, and
 * `restsOn` adds to them.
 *
 * @throws UnavailableError when the database is unreachable
 */
export interface Store {
  readonly tokens: TokenReads;
  readonly minting: MintingReads;
  readonly personalTokens: PersonalTokens;
  readonly evidence: TokenHistoryReads;
  readonly installs: InstallReads;
  readonly configure: ConfigureReads;
  readonly registry: RegistryReads;
  readonly texts: TextReads;
  readonly accounts: AccountReads;
  readonly activity: ActivityReads;
  readonly sessions: SessionRows;
  readonly throttles: ThrottleRows;
  readonly people: UserRows;
  readonly invitations: InvitationReads;
  readonly resets: ResetRows;
  readonly notices: NoticeRows;
  readonly mails: MailRows;
  readonly deliveries: Deliveries;
  readonly handovers: HandoverReads;
  readonly widgets: WidgetRows;
  readonly moderation: ModerationReads;
  readonly uses: UsageRows;
  readonly dueLogos: DueLogoRows;
  readonly dueMoves: DueMoveRows;
  commit(changes: readonly Change[], restsOn?: readonly Precondition[]): Promise<'committed' | 'stale'>;
}

/** An outside failure (database, network). A retry may succeed; the server answers 503. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** Overload: a retry may succeed soon; the server answers 503. Not logged, since nothing is broken. */
export class BusyError extends UnavailableError {}
