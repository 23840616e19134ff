/** Returns 128 bits from the browser's cryptographic random generator, as 32 hexadecimal digits. */
export function randomHex(): string {
  let text = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) text += (byte + 256).toString(16).slice(1);
  return text;
}
