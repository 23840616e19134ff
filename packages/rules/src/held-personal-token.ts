/** A live personal access token of a person. @see docs/spec/dialect.md#methods */
export interface HeldPersonalToken {
  readonly accountId: number;
  readonly tokenId: string;
  readonly name: string;
  /** The one integration it is limited to. */
  readonly integrationId: string | undefined;
}
