/** A personal access token that was used; names of tokens may be alike. */
export interface UsedToken {
  readonly tokenId: string;
  readonly name: string;
}

/** Who did it: a person, or the operator at the command line. */
export interface Actor {
  readonly userId: number | undefined;
  readonly address: string | undefined;
  /** The personal access token with which a program did it in the person's name. */
  readonly token?: UsedToken | undefined;
}
