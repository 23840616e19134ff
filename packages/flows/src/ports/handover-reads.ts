import type { AccountFacts, HandoverFacts } from '@pristan/rules';
import type { SealedSecret } from './token-reads.ts';

/** A handover with the data needed to return the person or to give the keys away. */
export interface HandoverRow extends HandoverFacts {
  /** The person who allowed it; nobody else may finish it. */
  readonly userId: number;
  /** Name of the new integration, for the waiting page. */
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
  /** The person's account, as consent to a new integration finds it. */
  place(accountId: number, userId: number): Promise<AccountFacts | undefined>;
  /** All accounts of the person, as consent to a new integration finds them. */
  places(userId: number): Promise<readonly AccountFacts[]>;
  /** The logo that an external integration is still missing. */
  logoWanted(integrationId: string): Promise<{ readonly accountId: number; readonly url: string } | undefined>;
}
