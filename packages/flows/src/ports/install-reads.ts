import type {
  AccountFacts,
  ConsentFacts,
  FreshCodes,
  GrantToRevoke,
  InstallationFacts,
  IntegrationReach,
  Membership,
  Publication,
  Role,
} from '@pristan/rules';
import type { NameAsked, Page, PageAsked } from './page.ts';

/** An integration as the consent page shows it. */
export interface IntegrationCard extends IntegrationReach {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly name: string;
  readonly summary: string;
  readonly descriptionHtml: string;
  readonly redirectUri: string;
  readonly buttonOrigins: readonly string[];
  readonly scopes: readonly string[];
  readonly logoHash: string | undefined;
  readonly keyEpoch: number;
  readonly version: number;
  readonly owner: { readonly name: string; readonly subdomain: string };
  readonly publication: Publication;
}

export interface GrantRow {
  readonly grantId: string;
  readonly userId: number;
  readonly userName: string;
  readonly userEmail: string;
  /** The person is no active member any more; a full-access grant goes on working. */
  readonly userLeft: boolean;
  /** Whether the newest code was exchanged, can still be, or ran out. */
  readonly code: 'waiting' | 'exchanged' | 'expired';
  readonly fullAccess: boolean;
  /** Moved from an external integration, and held to its restrictions until this person consents again. */
  readonly restricted: boolean;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The last call with one of its tokens, as far as nodes have stored it. */
  readonly lastUsedAt: number | undefined;
  /** When the last of its refresh and long-lived tokens runs out; `undefined`: none works. */
  readonly expiresAt: number | undefined;
}

/** A grant that works, as one of what its person gave. */
export interface PersonGrantRow {
  readonly grantId: string;
  readonly integrationId: string;
  readonly integrationName: string;
  /** Goes on working when the person is deactivated; any other ends with them. */
  readonly fullAccess: boolean;
  readonly createdAt: number;
}

export interface InstallationRow {
  readonly integrationId: string;
  readonly name: string;
  readonly summary: string;
  readonly owner: string;
  readonly tellsIntegrator: boolean;
  readonly logoHash: string | undefined;
  readonly kind: 'private' | 'public' | 'external';
  readonly integrationState: 'active' | 'stopped';
  readonly state: 'enabled' | 'disabled';
  readonly freshCodes: FreshCodes;
  readonly enabledAt: number;
  readonly disabledAt: number | undefined;
  /** The newest few of those that work. */
  readonly grants: readonly GrantRow[];
  /** How many work, counted up to 1000. */
  readonly grantCount: number;
}

/** A code made for copying: still sealed while it can be used. */
export interface CopyableCode {
  readonly codeId: string;
  readonly sealedCode: Uint8Array | undefined;
  readonly expiresAt: number;
  readonly redeemedAt: number | undefined;
}

/** The facts that Allow is judged by, that its page states and that its answer needs. */
export interface ReadConsentFacts extends ConsentFacts {
  readonly integration: ConsentFacts['integration'] & {
    readonly name: string;
    readonly owner: string;
    readonly version: number;
    readonly publication: Publication;
  };
  readonly subdomain: string;
  readonly buttonOrigins: readonly string[];
}

/** A press that was answered. */
export interface AnsweredPress {
  /** Absent for one from before answers were stored. */
  readonly userId: number | undefined;
  /** Absent once it was wiped. */
  readonly sealed: Uint8Array | undefined;
  readonly endsAt: number;
  /** Whether the code in it was exchanged. */
  readonly codeRedeemed: boolean;
  /** The path of ours where the same is asked anew. */
  readonly again: string | undefined;
}

export interface InstallReads {
  integrationCard(integrationId: string): Promise<IntegrationCard | undefined>;
  /** The person's accounts, with how the integration stands in each. */
  accountsOf(userId: number, integrationId: string): Promise<readonly AccountFacts[]>;
  consentFacts(question: {
    readonly integrationId: string;
    readonly accountId: number;
    readonly userId: number;
  }): Promise<ReadConsentFacts | undefined>;
  /** The answer that a page's one-time token got; absent: it was not pressed before. */
  answeredPress(pressId: string): Promise<AnsweredPress | undefined>;
  membership(accountId: number, userId: number): Promise<Membership | undefined>;
  installation(accountId: number, integrationId: string): Promise<InstallationFacts | undefined>;
  grantToRevoke(accountId: number, grantId: string): Promise<GrantToRevoke | undefined>;
  /** The account's installations, by when each was first enabled, newest first; with grants of all, or of one person. */
  installations(
    accountId: number,
    page: PageAsked & NameAsked & { readonly grantsOf?: number | undefined },
    now: number,
  ): Promise<Page<InstallationRow>>;
  /** One of them; `undefined` also when its integration was deleted. */
  shownInstallation(accountId: number, integrationId: string, now: number): Promise<InstallationRow | undefined>;
  /** Grants of an installation that work, newest first; a page begins behind a grant's id. */
  grants(
    whose: { readonly accountId: number; readonly integrationId: string },
    page: PageAsked<string>,
    now: number,
  ): Promise<Page<GrantRow, string>>;
  /** Grants of one person that work, newest first; those with full access, those without, or both. */
  grantsOf(
    whose: { readonly accountId: number; readonly userId: number; readonly fullAccess?: boolean | undefined },
    page: PageAsked<string>,
  ): Promise<Page<PersonGrantRow, string>>;
  /** A grant that works, and its installation. */
  shownGrant(
    accountId: number,
    grantId: string,
    now: number,
  ): Promise<{ readonly installation: InstallationRow; readonly grant: GrantRow } | undefined>;
  /** The newest code made for copying, whatever became of it. */
  copyableCode(accountId: number, integrationId: string): Promise<CopyableCode | undefined>;
}

export interface MemberRow {
  readonly userId: number;
  readonly name: string;
  readonly email: string;
  readonly language: 'ru' | 'en';
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
