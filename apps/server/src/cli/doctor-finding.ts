/** Result of one check of `pristan doctor`; `todo` says what to do about a problem. */
export interface DoctorFinding {
  readonly ok: boolean;
  readonly what: string;
  readonly todo?: string;
  /** Figures of a finding about due work. */
  readonly work?: {
    readonly kind: string;
    readonly due: number;
    readonly oldest_late_seconds: number;
    readonly failing: number;
  };
}
