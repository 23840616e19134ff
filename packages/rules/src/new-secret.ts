/** A generated client secret, sealed for storage. */
export interface NewSecret {
  readonly secretId: string;
  readonly sealed: Uint8Array;
}
