import type {
  AccountFacts,
  ConsentFacts,
  FreshCodes,
  GrantToRevoke,
  InstallationFacts,
  IntegrationAvailability,
  IntegrationFields,
  Membership,
  Publication,
  Role,
} from '@pristan/rules';
import type { Language } from '@pristan/wire';
import type { NameFilter, Page, PageRequest } from './page.ts';

/** An integration as the consent page shows it. */
export interface IntegrationCard extends IntegrationAvailability, IntegrationFields {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
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
  /** Whether the user is no longer an active member; a full-access grant keeps working. */
  readonly userLeft: boolean;
  /** Status of the grant's newest authorization code. */
  readonly code: 'waiting' | 'exchanged' | 'expired';
  readonly fullAccess: boolean;
  /**
   * Whether the grant was moved from an external integration and keeps its restrictions until the user consents again.
   */
  readonly restricted: boolean;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Time of the last API call with a token of this grant, as far as nodes have stored it. */
  readonly lastUsedAt: number | undefined;
  /** Expiry of the grant's last refresh or long-lived token; `undefined` when no token works. */
  readonly expiresAt: number | undefined;
}

/** A live grant as a list of the user's own grants shows it. */
export interface UserGrantRow {
  readonly grantId: string;
  readonly integrationId: string;
  readonly integrationName: string;
  /** Whether the grant keeps working when the user is deactivated; other grants end. */
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
  /** The newest few live grants of the installation. */
  readonly grants: readonly GrantRow[];
  /** Number of live grants of the installation, counted up to 1000. */
  readonly grantCount: number;
}

/** An authorization code made for copying; stored sealed as long as it can be used. */
export interface CopyableCode {
  readonly codeId: string;
  readonly sealedCode: Uint8Array | undefined;
  readonly expiresAt: number;
  readonly redeemedAt: number | undefined;
}

/** The facts that decide Allow, that the consent page states, and that its answer needs. */
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

/** A confirmation token that was used, with the stored answer. */
export interface AnsweredConfirmation {
  /** Absent for confirmation tokens from before answers were stored. */
  readonly userId: number | undefined;
  /** The sealed answer; absent once wiped. */
  readonly sealed: Uint8Array | undefined;
  readonly endsAt: number;
  /** Whether the authorization code in the answer was exchanged. */
  readonly codeRedeemed: boolean;
  /** Path on this site where the user can repeat the request. */
  readonly again: string | undefined;
}

export interface InstallReads {
  integrationCard(integrationId: string): Promise<IntegrationCard | undefined>;
  /** The user's accounts, with the integration's status in each. */
  accountsOf(userId: number, integrationId: string): Promise<readonly AccountFacts[]>;
  consentFacts(question: {
    readonly integrationId: string;
    readonly accountId: number;
    readonly userId: number;
  }): Promise<ReadConsentFacts | undefined>;
  /** The stored answer to a confirmation token; `undefined` when the token was not used before. */
  answeredPress(pressId: string): Promise<AnsweredConfirmation | undefined>;
  membership(accountId: number, userId: number): Promise<Membership | undefined>;
  installation(accountId: number, integrationId: string): Promise<InstallationFacts | undefined>;
  grantToRevoke(accountId: number, grantId: string): Promise<GrantToRevoke | undefined>;
  /**
   * The account's installations, ordered by first enabling, newest first; with the grants of everybody or of one user.
   */
  installations(
    accountId: number,
    page: PageRequest &
      NameFilter & {
        readonly grantsOf?: number | undefined;
        /** Only installations where a grant of the user `grantsOf` works, or only those where none does. */
        readonly given?: boolean | undefined;
      },
    now: number,
  ): Promise<Page<InstallationRow>>;
  /** One installation; `undefined` also when its integration was deleted. */
  shownInstallation(accountId: number, integrationId: string, now: number): Promise<InstallationRow | undefined>;
  /** Live grants of an installation, newest first. The cursor is a grant's id. */
  grants(
    whose: { readonly accountId: number; readonly integrationId: string },
    page: PageRequest<string>,
    now: number,
  ): Promise<Page<GrantRow, string>>;
  /** Live grants of one user, newest first: all, or only those with or without full access. */
  grantsOf(
    whose: { readonly accountId: number; readonly userId: number; readonly fullAccess?: boolean | undefined },
    page: PageRequest<string>,
  ): Promise<Page<UserGrantRow, string>>;
  /** A live grant and its installation. */
  shownGrant(
    accountId: number,
    grantId: string,
    now: number,
  ): Promise<{ readonly installation: InstallationRow; readonly grant: GrantRow } | undefined>;
  /** The newest authorization code made for copying, whatever its status. */
  copyableCode(accountId: number, integrationId: string): Promise<CopyableCode | undefined>;
}

export interface MemberRow {
  readonly userId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly role: Role;
  readonly state: 'active' | 'deactivated';
}
