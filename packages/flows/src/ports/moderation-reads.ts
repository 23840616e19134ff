import type { AdopterFacts, AskedFacts, CloneGroup, CloneGroupFacts, MoveFacts } from '@pristan/rules';

/** A group of clones as the platform's staff sees it. */
export interface CloneGroupRow extends CloneGroup {
  /** Accounts in which one of them is on. */
  readonly accounts: number;
  /** Those that were not deleted. */
  readonly integrations: number;
  /** Created in each of the last twelve weeks, the running one last. */
  readonly newPerWeek: readonly number[];
  /** The commonest names, at most five. */
  readonly names: readonly string[];
  readonly logos: 'none' | 'same' | 'different';
  readonly notice: { readonly recordedAt: number; readonly mailedTo: readonly string[] } | undefined;
}

/** The last group of a page. */
export interface CloneGroupCursor extends CloneGroup {
  readonly accounts: number;
}

/** How many of something are in which state. */
export interface AdoptionCounts {
  readonly pending: number;
  readonly refused: number;
  readonly moved: number;
  readonly lapsed: number;
}

/** An adoption as the integrator sees it: how many, never whose. */
export interface AdoptionRow {
  readonly adoptionId: string;
  readonly startedAt: number;
  readonly movesAt: number;
  /** Clones, by what became of them. */
  readonly clones: AdoptionCounts;
}

/** An adoption as an account that was asked sees it. */
export interface AskedAdoptionRow extends AdoptionRow {
  readonly integrationId: string;
  readonly integration: string;
  /** Name of the technical account. */
  readonly owner: string;
  readonly origin: string;
  /** Names of the account's clones, at most ten. */
  readonly names: readonly string[];
}

/** A published integration is about to take a clone's place. */
export interface PendingAdoption {
  readonly adoptionId: string;
  readonly integration: string;
  readonly movesAt: number;
}

/** Clones of external integrations, and their adoption. */
export interface ModerationReads {
  isStaff(userId: number): Promise<boolean>;
  /** The largest groups first. */
  cloneGroups(page: {
    readonly limit: number;
    readonly after: CloneGroupCursor | undefined;
    readonly now: number;
  }): Promise<readonly CloneGroupRow[]>;
  /** Groups that have grown since then to at least `threshold` accounts, and of which no notice was recorded. */
  groupsPast(asked: {
    readonly threshold: number;
    readonly grownSince: number;
    readonly limit: number;
  }): Promise<readonly CloneGroup[]>;
  cloneGroup(group: CloneGroup): Promise<CloneGroupFacts>;
  adopter(accountId: number, integrationId: string): Promise<AdopterFacts | undefined>;
  /** Clones of both origins that work and were not asked about. */
  adoptable(origin: string): Promise<{ readonly accounts: number; readonly clones: number }>;
  /** Newest first, at most 50. */
  adoptions(integrationId: string): Promise<readonly AdoptionRow[]>;
  /** What an account was asked, newest first, at most 50. */
  asked(accountId: number): Promise<readonly AskedAdoptionRow[]>;
  /** What is announced for one clone of the account. */
  pendingFor(accountId: number, integrationId: string): Promise<PendingAdoption | undefined>;
  askedFacts(accountId: number, adoptionId: string): Promise<AskedFacts | undefined>;
  /** Accounts whose date has come, the longest due first. */
  dueMoves(now: number, limit: number): Promise<readonly { readonly accountId: number; readonly adoptionId: string }[]>;
  moveFacts(accountId: number, adoptionId: string): Promise<MoveFacts | undefined>;
}
