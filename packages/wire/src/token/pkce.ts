/** True for a well-formed PKCE code verifier: 43 to 128 unreserved characters. @see RFC 7636 §4.1 */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(text);
}

/**
 * True for a well-formed S256 code challenge: 32 bytes in base64url, in their canonical spelling.
 *
 * @see RFC 7636 §4.2
 */
export function isCodeChallenge(text: string): boolean {
  // The last character of a challenge carries four bits of the hash, so only 16 characters can end it.
  return /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text);
}
