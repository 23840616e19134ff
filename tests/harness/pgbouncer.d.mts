export function pgbouncerPath(): Promise<string | undefined>;

export function startPgbouncer(what: {
  readonly program: string;
  readonly url: string;
  readonly mode: 'transaction' | 'session' | 'statement';
  readonly size?: number;
}): Promise<{ readonly url: string; close(): Promise<void> }>;
