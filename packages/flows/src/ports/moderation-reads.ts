import type {
  AdopterFacts,
  AskedClone,
  AskedAdoptionFacts,
  CloneGroup,
  CloneGroupFacts,
  AdoptionMoveFacts,
} from '@pristan/rules';

/** A group of clones (external integrations of one origin) as the platform staff sees it. */
export interface CloneGroupRow extends CloneGroup {
  /** Number of accounts where a clone of the group is enabled. */
  readonly accounts: number;
  /** Number of clones that are not deleted. */
  readonly integrations: number;
  /** Number of new clones in each of the last twelve weeks, the current week last. */
  readonly newPerWeek: readonly number[];
  /** The most common names of the clones, at most five. */
  readonly names: readonly string[];
  readonly logos: 'none' | 'same' | 'different';
  readonly notice: { readonly recordedAt: number; readonly mailedTo: readonly string[] } | undefined;
}

/** Cursor of the list of clone groups: the last group of a page. */
export interface CloneGroupCursor extends CloneGroup {
  readonly accounts: number;
}

/** Number of clones in each status of an adoption. */
export interface AdoptionCounts {
  readonly pending: number;
  readonly refused: number;
  readonly moved: number;
  readonly lapsed: number;
}

/** An adoption as the developer of the adopting integration sees it: counts without account names. */
export interface AdoptionRow {
  readonly adoptionId: string;
  readonly startedAt: number;
  readonly movesAt: number;
  /** Number of clones by status. */
  readonly clones: AdoptionCounts;
}

/** An adoption as an affected account sees it. */
export interface AskedAdoptionRow extends AdoptionRow {
  readonly integrationId: string;
  readonly integration: string;
  /** Name of the adopting integration's technical account. */
  readonly owner: string;
  readonly origin: string;
  /** Names of the affected account's clones, at most ten. */
  readonly names: readonly string[];
}

/** An announced adoption: a published integration will replace a clone. */
export interface PendingAdoption {
  readonly adoptionId: string;
  readonly integration: string;
  readonly movesAt: number;
}

/** Reads about clones of external integrations, and about their adoption. */
export interface ModerationReads {
  isStaff(userId: number): Promise<boolean>;
  /** A page of clone groups, largest first. */
  cloneGroups(page: {
    readonly limit: number;
    readonly after: CloneGroupCursor | undefined;
    readonly now: number;
  }): Promise<readonly CloneGroupRow[]>;
  /** Clone groups that have grown to at least `threshold` accounts since the given time, and have no notice yet. */
  groupsPast(asked: {
    readonly threshold: number;
    readonly grownSince: number;
    readonly limit: number;
  }): Promise<readonly CloneGroup[]>;
  /**
   * The group's size, and at most `ownersMax` technical accounts of active public integrations with its redirect origin,
   * oldest publication first.
   */
  cloneGroup(
    group: CloneGroup,
    ownersMax: number,
  ): Promise<Omit<CloneGroupFacts, 'owners'> & { readonly ownerIds: readonly number[] }>;
  adopter(accountId: number, integrationId: string): Promise<AdopterFacts | undefined>;
  /** Number of working clones of this origin that no adoption has announced yet, and of their accounts. */
  adoptable(origin: string): Promise<{ readonly accounts: number; readonly clones: number }>;
  /** The same clones, at most `limit`. */
  adoptableClones(origin: string, limit: number): Promise<readonly AskedClone[]>;
  /** Newest first, at most 50. */
  adoptions(integrationId: string): Promise<readonly AdoptionRow[]>;
  /** Adoptions announced to an account, newest first, at most 50. */
  asked(accountId: number): Promise<readonly AskedAdoptionRow[]>;
  /** The adoption announced for one clone of the account. */
  pendingFor(accountId: number, integrationId: string): Promise<PendingAdoption | undefined>;
  askedFacts(accountId: number, adoptionId: string): Promise<AskedAdoptionFacts | undefined>;
  moveFacts(accountId: number, adoptionId: string): Promise<AdoptionMoveFacts | undefined>;
}
