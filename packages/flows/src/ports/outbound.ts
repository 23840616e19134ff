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
   * Marks a check of a URL that anybody may have entered. Checks use their own connection slots, so hooks to the same
   * host never wait for them.
   */
  readonly aside?: true;
}

export type OutboundAnswer =
  | {
      readonly kind: 'answered';
      /** Status as received; redirects are not followed. */
      readonly status: number;
      /** Header names in lower case; a list when a name occurs more than once. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** The beginning of the response body, up to `answerBytesMax`. */
      readonly body: Uint8Array;
      /** Whether `body` is the whole response body. */
      readonly complete: boolean;
      readonly ms: number;
    }
  | {
      readonly kind: 'failed';
      readonly reason: SendFailure;
      /** Whether the request was sent on an open connection, so that the receiver may have carried it out. */
      readonly wasSent: boolean;
      readonly ms: number;
    };

/**
 * The only HTTP client for addresses that users enter. Connects only to public addresses (others if the settings allow
 * them), and only to the address that was checked. At most four concurrent requests to a host, plus two marked `aside`.
 * Never throws because of a receiver's behaviour.
 */
export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Aborts the requests that are running. */
  close(): Promise<void>;
}
