/** Who did it: a person, or the operator at the command line. */
export interface Actor {
  readonly userId: number | undefined;
  readonly address: string | undefined;
}
