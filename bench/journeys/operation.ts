/** Times of what was done, in milliseconds, and how long all of it took. */
export interface Timed {
  readonly times: readonly number[];
  readonly seconds: number;
}

/** A kind of work whose cost is measured. */
export interface Operation {
  readonly name: string;
  readonly server: 'pages' | 'hooks';
  /** @param round.isWarmUp whether the round only makes the servers warm */
  readonly run: (round: { readonly seconds: number; readonly isWarmUp: boolean }) => Promise<Timed>;
}
