/** Limits of a claim of due rows, and the lease that it gives. */
export interface RowClaim {
  readonly now: number;
  /** New due time of each claimed row. */
  readonly leaseEndsAt: number;
  readonly limit: number;
  /** Rows that this node is still working on although their lease has ended: it must not claim them again. */
  readonly except: readonly string[];
}

/** The logo of an external integration that is to be fetched. */
export interface DueLogo {
  readonly integrationId: string;
  readonly accountId: number;
  /** Absent when the integration was deleted. */
  readonly url: string | undefined;
  /** Host and port of the URL. */
  readonly host: string;
  /** Number of attempts, including the current one. */
  readonly attempts: number;
}

/** Logos to be fetched. The change `external_created` adds one; `external_logo_settled` removes it. */
export interface DueLogoRows {
  /** Leases due logos, one attempt each, within the free capacity of each host. `except` has integration ids. */
  claim(
    claim: RowClaim & {
      readonly perHost: number;
      /** Hosts with another allowance than `perHost`. */
      readonly room: readonly { readonly host: string; readonly free: number }[];
    },
  ): Promise<readonly DueLogo[]>;
  /** Due time of the logo that is due first; `undefined` when none waits. */
  nextDueAt(): Promise<number | undefined>;
  /** Stores why an attempt failed, and the next due time, unless the logo has been claimed for another attempt since. */
  failed(logo: DueLogo, why: string, nextAt: number): Promise<void>;
}

/** An account whose clones are to be moved to the adopting integration. */
export interface DueMove {
  readonly accountId: number;
  readonly adoptionId: string;
  /** Number of attempts, including the current one. */
  readonly attempts: number;
}

/** Announced adoptions whose date has come. Every change that settles an account's clones ends its due move. */
export interface DueMoveRows {
  /** Leases due moves, one attempt each. `except` has account ids. */
  claim(claim: RowClaim): Promise<readonly DueMove[]>;
  /** Due time of the move that is due first; `undefined` when none waits. */
  nextDueAt(): Promise<number | undefined>;
  /** Stores why a move failed, and the next due time, unless the move has been claimed for another attempt since. */
  failed(move: DueMove, why: string, nextAt: number): Promise<void>;
}
