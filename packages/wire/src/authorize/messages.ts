/** What the consent window tells the page that opened it. @see docs/spec/dialect.md#messages */
export type ButtonMessage = GrantedMessage | DeniedMessage;

/** Access was granted; the page goes to `url`. Holds the code, so it is posted to one exact origin only. */
export interface GrantedMessage {
  readonly url: string;
}

/** Access was refused; holds no secret. */
export interface DeniedMessage {
  readonly client_id: string;
  readonly error: 'access_denied';
}
