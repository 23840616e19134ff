/** The message that the consent window posts to the page that opened it. @see docs/spec/dialect.md#messages */
export type ButtonMessage = GrantedMessage | DeniedMessage;

/**
 * Access was granted; the page navigates to `url`. It holds the code, so it is posted to one exact origin only.
 *
 * @see docs/spec/dialect.md#messages
 * @see RFC 9700 §4.17
 */
export interface GrantedMessage {
  readonly url: string;
}

/** Access was denied. Holds no secret. @see docs/spec/dialect.md#messages */
export interface DeniedMessage {
  readonly client_id: string;
  readonly error: 'access_denied';
}
