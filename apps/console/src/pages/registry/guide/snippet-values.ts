/** Steps that consist of running code. */
export type CodeStep = 'prepare' | 'exchange' | 'call' | 'refresh';

/** Values inserted into the code; missing ones are placeholders in capitals. */
export interface SnippetValues {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly code: string;
  readonly tokenUrl: string;
  /** Base URL of the account's API. */
  readonly apiUrl: string;
}

/** Code to copy: shell commands, or a file with the command that runs it. */
export interface Snippet {
  readonly text: string;
  readonly file?: string;
  readonly run?: string;
}

/** Placeholders for missing values. */
export const placeholders = { secret: 'CLIENT_SECRET', code: 'CODE' } as const;
