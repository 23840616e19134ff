import type { AccountFacts, HandoverFacts } from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A key handover with the data needed to send the user back or to return the keys. */
export interface HandoverRow extends HandoverFacts {
  /** The user who allowed the integration; nobody else may finish the handover. */
  readonly userId: number;
  /** Name of the new integration, for the page on which the user waits. */
  readonly name: string;
  readonly subdomain: string;
  readonly secretsUri: string;
  readonly sealedPath: Uint8Array;
  /** The newest client secret of the integration. */
  readonly secret: SealedSecret | undefined;
}

export interface HandoverReads {
  /** Finds a key handover; `undefined` also when its integration was deleted. */
  find(accountId: number, handoverId: string): Promise<HandoverRow | undefined>;
  /** The user's account, with the facts that decide consent to a new integration. */
  place(accountId: number, userId: number): Promise<AccountFacts | undefined>;
  /** All accounts of the user, with the facts that decide consent to a new integration. */
  places(userId: number): Promise<readonly AccountFacts[]>;
}
