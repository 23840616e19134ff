/** The message that the consent window posts to the page that opened it. @see docs/spec/dialect.md#messages */
export type ButtonMessage = GrantedMessage | DeniedMessage;

/**
 * The message that access was granted; the page navigates to `url`, which contains the authorization code, so it is
 * posted to one exact origin only.
 *
 * @see docs/spec/dialect.md#messages
 * @see RFC 9700 §4.17
 */
export interface GrantedMessage {
  readonly url: string;
}

/** The message that access was denied. It contains no secret. @see docs/spec/dialect.md#messages */
export interface DeniedMessage {
  readonly client_id: string;
  readonly error: 'access_denied';
}
