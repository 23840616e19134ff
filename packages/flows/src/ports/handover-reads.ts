import type { AccountFacts, HandoverFacts } from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A handover with what going back, or giving the keys away, needs. */
export interface HandoverRow extends HandoverFacts {
  /** The person who allowed it; nobody else may finish it. */
  readonly userId: number;
  /** The new integration's name, for the page that waits. */
  readonly name: string;
  readonly subdomain: string;
  readonly secretsUri: string;
  readonly sealedPath: Uint8Array;
  /** The newest client secret. */
  readonly secret: SealedSecret | undefined;
}

export interface HandoverReads {
  /** `undefined` also when its integration was deleted. */
  find(accountId: number, handoverId: string): Promise<HandoverRow | undefined>;
  /** The person's place in an account, as a new integration finds it there. */
  place(accountId: number, userId: number): Promise<AccountFacts | undefined>;
  /** The person's accounts, as a new integration finds them. */
  places(userId: number): Promise<readonly AccountFacts[]>;
  /** The logo that an external integration still lacks. */
  logoWanted(integrationId: string): Promise<{ readonly accountId: number; readonly url: string } | undefined>;
}
