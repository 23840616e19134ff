/**
 * Turns hex text into bytes. Stored ids are bytea; in the program they are hex text, because text compares by value.
 */
export function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
