import type { SendFailure } from '@pristan/rules';

/** A request to a server of somebody else. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  /** `https`; `http` only for loopback, where the settings allow it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything, from looking the host up to the end of the answer. */
  readonly timeoutMs: number;
  /** How much of the answer is kept; 4 KiB unless said otherwise. */
  readonly answerBytesMax?: number;
  /** A look at an address that anybody may have named: no hook to its host waits for it, however long it hangs. */
  readonly aside?: true;
}

export type OutboundAnswer =
  | {
      readonly kind: 'answered';
      /** As it came: a redirect is a status like others, and is not followed. */
      readonly status: number;
      /** By their names in small letters; of several with one name a list. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** The beginning of the body. */
      readonly body: Uint8Array;
      /** Whether that is all of it. */
      readonly complete: boolean;
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly reason: SendFailure; readonly ms: number };

/**
 * The only way out of the program. It connects to public addresses, and to others only where the settings allow it; to
 * the address that was checked and no other; at most four requests to a host are under way, and two aside. Never throws
 * for what the receiver does.
 */
export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}
