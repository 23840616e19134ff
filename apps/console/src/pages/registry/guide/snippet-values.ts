/** Steps of the guide that consist of running code. */
export type RunnableStep = 'prepare' | 'exchange' | 'call' | 'refresh';

/** Values inserted into the guide’s code; a missing secret or code is a placeholder in capitals. */
export interface SnippetValues {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly code: string;
  readonly tokenUrl: string;
  /** Base URL of the account's API. */
  readonly apiUrl: string;
}

/** Code of a step: shell commands, or a file with the command that runs it. */
export interface GuideSnippet {
  readonly text: string;
  readonly file?: string;
  readonly run?: string;
}

/** Placeholders in the guide’s code for a secret key and an authorization code that are not known yet. */
export const placeholders = { secret: 'CLIENT_SECRET', code: 'CODE' } as const;
