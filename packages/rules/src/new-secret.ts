/** A client secret that was drawn, sealed for its row. */
export interface NewSecret {
  readonly secretId: string;
  readonly sealed: Uint8Array;
}
