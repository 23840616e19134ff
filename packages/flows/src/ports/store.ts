import type { Change, Precondition } from '@pristan/rules';
import type { ActivityReads } from './activity-reads.ts';
import type { AccountReads } from './account-reads.ts';
import type { InvitationReads, MailRows, NoticeRows, PeopleRows, ResetRows, ThrottleRows } from './account-rows.ts';
import type { ConfigureReads } from './configure-reads.ts';
import type { Deliveries } from './deliveries.ts';
import type { HandoverReads } from './handover-reads.ts';
import type { EvidenceReads } from './evidence-reads.ts';
import type { InstallReads } from './install-reads.ts';
import type { MintingReads } from './minting-reads.ts';
import type { ModerationReads } from './moderation-reads.ts';
import type { PersonalTokens } from './personal-token-reads.ts';
import type { RegistryReads } from './registry-reads.ts';
import type { SessionRows } from './session-rows.ts';
import type { TextReads } from './text-reads.ts';
import type { TokenReads } from './token-reads.ts';
import type { UseRows } from './use-rows.ts';
import type { WidgetRows } from './widget-rows.ts';

/**
 * Questions, named by what is asked, and one verb. `commit` carries out all changes or none; *stale* says that a fact they
 * rest on is no longer so (`preconditions` in rules says which, and `restsOn` adds to it), and nothing was stored. @throws Fault when the database can't be asked.
 */
export interface Store {
  readonly tokens: TokenReads;
  readonly minting: MintingReads;
  readonly personalTokens: PersonalTokens;
  readonly evidence: EvidenceReads;
  readonly installs: InstallReads;
  readonly configure: ConfigureReads;
  readonly registry: RegistryReads;
  readonly texts: TextReads;
  readonly accounts: AccountReads;
  readonly activity: ActivityReads;
  readonly sessions: SessionRows;
  readonly throttles: ThrottleRows;
  readonly people: PeopleRows;
  readonly invitations: InvitationReads;
  readonly resets: ResetRows;
  readonly notices: NoticeRows;
  readonly mails: MailRows;
  readonly deliveries: Deliveries;
  readonly handovers: HandoverReads;
  readonly widgets: WidgetRows;
  readonly moderation: ModerationReads;
  readonly uses: UseRows;
  commit(changes: readonly Change[], restsOn?: readonly Precondition[]): Promise<'committed' | 'stale'>;
}

/** Something outside failed (database, network): worth another try, told as 503. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
