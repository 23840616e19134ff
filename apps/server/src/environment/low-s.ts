/** Half the order of the curve P-256, big-endian. @see SEC 2 §2.4.2 */
const half = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex');
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const partBytes = 32;

/**
 * Whether an ES256 signature (`r` and `s`, 32 bytes each) is the lower of the two that are valid for a text: anybody
 * can compute the other one, with `order − s`. False for a signature of any other length.
 */
export function isLowS(signature: Buffer): boolean {
  return signature.length === 2 * partBytes && signature.compare(half, 0, partBytes, partBytes, 2 * partBytes) <= 0;
}

/** Turns an ES256 signature into the lower of the two that are valid for the same text. */
export function lowS(signature: Buffer): Buffer {
  if (isLowS(signature)) return signature;
  const s = order - BigInt(`0x${signature.toString('hex', partBytes)}`);
  return Buffer.concat([
    signature.subarray(0, partBytes),
    Buffer.from(s.toString(16).padStart(2 * partBytes, '0'), 'hex'),
  ]);
}
