import type { Actor, Decided, HandoverResult, PullAnswer } from '@pristan/rules';
import { decideHandover, decidePull } from '@pristan/rules';
import type { ReturnPath, SecretsBody } from '@pristan/wire';
import { formatSecretsBody } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { HandoverRow } from '../ports/handover-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, SecretHasher, TokenKeys, Vault } from '../ports/environment.ts';
import { secretAssociatedData, codeAssociatedData, returnPathAssociatedData } from '../sealed.ts';

export interface HandoverEnvironment {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly secrets: SecretHasher;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'handovers' | 'commit'>;
}

export interface HandoverReference {
  readonly accountId: number;
  readonly handoverId: string;
}

/** Next step for a user who waits while the keys are handed over; `code` in clear is for the redirect only. */
export type HandoverStep =
  | {
      readonly kind: 'return';
      readonly code: string;
      readonly pull: boolean;
      readonly row: HandoverRow;
      readonly path: ReturnPath;
    }
  | {
      readonly kind: 'on_the_way';
      readonly handover: Exclude<HandoverResult, { kind: 'return' }>;
      readonly row: HandoverRow;
    }
  /** There is no such key handover, or another user started it. */
  | { readonly kind: 'unknown' };

/**
 * Looks up a key handover, and issues its authorization code once the receiver has the keys. There is one code until it
 * is exchanged or expires.
 */
export async function continueHandover(
  env: HandoverEnvironment,
  question: HandoverReference & { readonly userId: number; readonly actor: Actor },
): Promise<HandoverStep> {
  const { accountId, handoverId, userId, actor } = question;
  const { code, codeId, keyId } = env.tokenKeys.drawCode(accountId);
  const drawn = { codeId, keyId, sealedCode: env.vault.seal(codeAssociatedData(codeId), code), actor };
  let row: HandoverRow | undefined;
  const outcome = await carryOut(
    env.store,
    async () => {
      row = await env.store.handovers.find(accountId, handoverId);
      return row;
    },
    // The time is read after the facts: no code is older than the delivery of the keys that it follows.
    (found): Decided<HandoverResult | { readonly kind: 'unknown' }> =>
      found?.userId === userId
        ? decideHandover(found, drawn, env.clock.now())
        : { outcome: { kind: 'unknown' }, changes: [] },
  );
  if (row === undefined || outcome.kind === 'unknown') return { kind: 'unknown' };
  if (outcome.kind !== 'return') return { kind: 'on_the_way', handover: outcome, row };
  const given = env.vault.open(codeAssociatedData(outcome.code.codeId), outcome.code.sealed);
  return { kind: 'return', code: given, pull: outcome.pull, row, path: openPath(env, row) };
}

/** Whether the user's key handover still waits for the receiver. Changes nothing. */
export async function handoverProgress(
  env: Pick<HandoverEnvironment, 'clock' | 'tokenKeys' | 'store'>,
  { accountId, handoverId, userId }: HandoverReference & { readonly userId: number },
): Promise<'waiting' | 'over' | 'unknown'> {
  const row = await env.store.handovers.find(accountId, handoverId);
  if (row === undefined || row.userId !== userId) return 'unknown';
  const nothing = { codeId: '', keyId: '', sealedCode: new Uint8Array(), actor: { userId, address: undefined } };
  return decideHandover(row, nothing, env.clock.now()).outcome.kind === 'waiting' ? 'waiting' : 'over';
}

/** Body of the secrets hook; `undefined` when the handover no longer exists. */
export async function secretsHookBody(
  env: Pick<HandoverEnvironment, 'vault' | 'store'>,
  reference: HandoverReference,
  clientSecret: string,
): Promise<SecretsBody | undefined> {
  const row = await env.store.handovers.find(reference.accountId, reference.handoverId);
  if (row === undefined) return undefined;
  return formatSecretsBody({ clientId: row.integrationId, clientSecret, stateRaw: openPath(env, row).stateRaw });
}

export type FetchedSecrets =
  | { readonly kind: 'keys'; readonly clientId: string; readonly clientSecret: string }
  | Exclude<PullAnswer, { kind: 'pulled' }>;

/**
 * Returns the secret keys to a caller with the right verifier. That they were fetched is stored before they are
 * returned.
 */
export async function pullSecrets(
  env: HandoverEnvironment,
  question: HandoverReference & { readonly verifier: string; readonly address: string },
): Promise<FetchedSecrets> {
  const { accountId, handoverId, address } = question;
  const asked = { challenge: env.secrets.challengeOf(question.verifier), address };
  let row: HandoverRow | undefined;
  const answer = await carryOut(
    env.store,
    async () => {
      row = await env.store.handovers.find(accountId, handoverId);
      return row;
    },
    (facts) => decidePull(facts, asked, env.clock.now()),
  );
  if (answer.kind === 'refuse') return answer;
  if (row?.secret === undefined) return { kind: 'refuse', reason: 'pull_unknown' };
  const { secretId, sealed } = row.secret;
  return {
    kind: 'keys',
    clientId: row.integrationId,
    clientSecret: env.vault.open(secretAssociatedData(secretId), sealed),
  };
}

/** The vault authenticates the decrypted text, so this code wrote it and its shape needs no check. */
function openPath(env: Pick<HandoverEnvironment, 'vault'>, row: HandoverRow): ReturnPath {
  return JSON.parse(env.vault.open(returnPathAssociatedData(row.handoverId), row.sealedPath)) as ReturnPath;
}
