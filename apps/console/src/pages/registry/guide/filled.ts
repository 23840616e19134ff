/** Steps that are taken by running something. */
export type CodeStep = 'prepare' | 'exchange' | 'call' | 'refresh';

/** What stands in the commands. What is not known yet is a word in capitals. */
export interface Filled {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly code: string;
  readonly tokenUrl: string;
  /** Base address of the account's API. */
  readonly apiUrl: string;
}

/** Something to copy: commands for a shell, or a file and the command that runs it. */
export interface Snippet {
  readonly text: string;
  readonly file?: string;
  readonly run?: string;
}

/** What stands where a value is still missing. */
export const missing = { secret: 'CLIENT_SECRET', code: 'CODE' } as const;
