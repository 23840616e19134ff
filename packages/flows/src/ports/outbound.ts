import type { SendFailure } from '@pristan/rules';

/** A request to somebody else's server. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  /** `https`; `http` only for loopback, where the settings allow it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Timeout for the whole exchange, from the DNS lookup to the end of the response. */
  readonly timeoutMs: number;
  /** Maximum bytes of the response that are read; 4 KiB by default. */
  readonly answerBytesMax?: number;
  /**
   * A check of a URL that anybody may have entered. It uses its own slots, so hooks to the same host never wait for it.
   */
  readonly aside?: true;
}

export type OutboundAnswer =
  | {
      readonly kind: 'answered';
      /** As received; redirects are not followed. */
      readonly status: number;
      /** Names in lower case; a list when a name occurs more than once. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** The beginning of the body. */
      readonly body: Uint8Array;
      /** Whether `body` is the whole body. */
      readonly complete: boolean;
      readonly ms: number;
    }
  | {
      readonly kind: 'failed';
      readonly reason: SendFailure;
      /** The request was sent on an open connection, so the receiver may have carried it out. */
      readonly wasSent: boolean;
      readonly ms: number;
    };

/**
 * The only way out of the program. Connects only to public addresses (others if the settings allow them), and only to
 * the address that was checked. At most four concurrent requests to a host, plus two marked `aside`. Never throws for a
 * receiver's behaviour.
 */
export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Aborts running requests. */
  close(): Promise<void>;
}
