/** Who did it: a person, or the operator at the command line. */
export interface Actor {
  readonly userId: number | undefined;
  readonly address: string | undefined;
  /** Of the personal access token with which a program did it in the person's name. */
  readonly tokenName?: string | undefined;
}
