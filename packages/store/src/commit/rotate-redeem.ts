import type { TokenChange } from '@pristan/rules';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { BatchStatement } from '../batch.ts';
import { batchRows, columnsOf, batched, runBatch } from '../batch.ts';
import { grantByKey } from '../grant-by-key.ts';
import { fromHex } from '../hex.ts';
import type { Tx } from '../transaction.ts';
import { expectRow } from '../transaction.ts';

/**
 * The two changes that every token response waits for: redeeming an authorization code and rotating a refresh token.
 */
export type RotateOrRedeem = Extract<TokenChange, { kind: 'code_redeemed' | 'family_rotated' }>;
type Redeemed = Extract<RotateOrRedeem, { kind: 'code_redeemed' }>;
type Rotated = Extract<RotateOrRedeem, { kind: 'family_rotated' }>;

/**
 * Checks again in the writing statement that the grant is live, so that no exchange or refresh wins against a disable.
 */
const isLive = (grant: string, epoch: string, keyEpoch: string): string => /* sql */ `(
      select g.revoked_at is null and i.state = 'enabled' and i.epoch = ${epoch} and n.state = 'active' and n.key_epoch = ${keyEpoch}
      from ${grant}
      join installations i on i.account_id = g.account_id and i.integration_id = g.integration_id
      join integrations n on n.id = g.integration_id)`;

// The row of the authorization code decides which exchange was first.
const redeem: UpdateStatement<Redeemed> = {
  name: 'redeem-codes',
  text: /* sql */ `
  with asked as (
    select * from ${batchRows(`
      account_id bigint, code_id bytea, at bigint, family_id text, grant_id uuid, integration_id uuid, epoch int,
      key_epoch int, generation int, mac_key_id text, address text, expires_at bigint`)}
  ), redeemed as (
    update codes k set redeemed_at = q.at, family_id = q.family_id, sealed_code = null
    from asked q
    where k.account_id = q.account_id and k.id = q.code_id and k.redeemed_at is null
      and ${isLive(grantByKey('q.account_id', 'q.grant_id'), 'q.epoch', 'q.key_epoch')}
    returning q.*
  ), born as (
    insert into families (account_id, id, grant_id, integration_id, epoch, key_epoch, generation, mac_key_id,
                          created_at, rotated_at, rotated_address, expires_at)
    select account_id, family_id, grant_id, integration_id, epoch, key_epoch, generation, mac_key_id, at, at, address, expires_at
    from redeemed
  )
  select ord::int from redeemed`,
  values: ({ accountId, codeId, at, family }) => [
    accountId,
    fromHex(codeId),
    at,
    family.familyId,
    family.grantId,
    family.integrationId,
    family.epoch,
    family.keyEpoch,
    family.generation,
    family.macKeyId,
    family.address,
    family.expiresAt,
  ],
  idOf: ({ codeId }) => codeId,
};

const rotate: UpdateStatement<Rotated> = {
  name: 'rotate-families',
  text: /* sql */ `
  update families f
  set generation = f.generation + 1, mac_key_id = q.mac_key_id, rotated_at = q.at, rotated_address = q.address,
      expires_at = q.expires_at
  from ${batchRows(
    'account_id bigint, family_id text, generation int, mac_key_id text, at bigint, address text, expires_at bigint',
  )}
  where f.account_id = q.account_id and f.id = q.family_id and f.generation = q.generation and f.revoked_at is null
    and ${isLive(grantByKey('f.account_id', 'f.grant_id'), 'f.epoch', 'f.key_epoch')}
  returning q.ord::int`,
  values: ({ accountId, familyId, from, macKeyId, at, address, expiresAt }) => [
    accountId,
    familyId,
    from,
    macKeyId,
    at,
    address,
    expiresAt,
  ],
  idOf: ({ familyId }) => familyId,
};

/**
 * Stores code redemptions and token rotations that have no preconditions of their own; those of one turn of the event
 * loop share a statement.
 */
export function rotateRedeemCommits(pool: pg.Pool): (change: RotateOrRedeem) => Promise<'committed' | 'stale'> {
  const redeemOne = batched<Redeemed, boolean>((changes) => updatedChanges(pool, redeem, changes));
  const rotateOne = batched<Rotated, boolean>((changes) => updatedChanges(pool, rotate, changes));
  return async (change) => {
    const stored = change.kind === 'code_redeemed' ? redeemOne(change) : rotateOne(change);
    return (await stored) ? 'committed' : 'stale';
  };
}

/** Stores a code redemption or token rotation inside a transaction with other changes. */
export async function applyRotateOrRedeem(tx: Tx, change: RotateOrRedeem): Promise<void> {
  const [text, values] =
    change.kind === 'code_redeemed' ? [redeem.text, redeem.values(change)] : [rotate.text, rotate.values(change)];
  const { rows } = await tx.executeQuery(CompiledQuery.raw(text, columnsOf([values])));
  expectRow(rows.length);
}

/** A batch statement that updates one row for each change. */
export interface UpdateStatement<Change> extends BatchStatement<Change> {
  /** Id of the row that a change updates. */
  readonly idOf: (change: Change) => string;
}

/**
 * Runs a batch statement. @returns for each change whether it found its row. Rows are locked in the order of their ids,
 * so that two nodes can't deadlock.
 */
export async function updatedChanges<Change>(
  pool: pg.Pool,
  statement: UpdateStatement<Change>,
  changes: readonly Change[],
): Promise<readonly boolean[]> {
  const order = changes
    .map((_, at) => at)
    .toSorted((one, other) => compare(statement.idOf, changes[one], changes[other]));
  const sorted = order.flatMap((at) => changes[at] ?? []);
  const rows = await runBatch(pool, statement, sorted);
  const answers: boolean[] = [];
  for (const [place, at] of order.entries()) answers[at] = rows[place] !== undefined;
  return answers;
}

function compare<Change>(idOf: (change: Change) => string, one: Change | undefined, other: Change | undefined): number {
  const [left, right] = [one === undefined ? '' : idOf(one), other === undefined ? '' : idOf(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
