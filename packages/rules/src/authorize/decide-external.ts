import type { AccountFacts } from '../access/account-choice.ts';
import type { Actor, Change, NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import { firstEpoch, firstVersion } from '../granting.ts';
import type { Instant } from '../instant.ts';
import type { ExternalIntegration } from './external-change.ts';

/**
 * *Allow* on the consent page of a metadata button, with the IDs generated for everything it creates.
 *
 * @see docs/spec/dialect.md#external-request
 */
export interface ExternalConsent {
  readonly userId: number;
  readonly actor: Actor;
  readonly integrationId: string;
  readonly grantId: string;
  readonly handoverId: string;
  readonly deliveryId: string;
  readonly secret: NewSecret;
  readonly metadata: ExternalIntegration;
  /** The browser's way back to the integrator, sealed because it contains the integrator's `state`. */
  readonly sealedPath: Uint8Array;
  readonly pullChallenge: string | undefined;
}

/** The external integration was created, or the reason why it was not. @see docs/spec/dialect.md#external-request */
export type ExternalAnswer = { readonly kind: 'created' } | Refusal<'no_member' | 'deactivated' | 'admin_must_install'>;

/**
 * Decides *Allow* on a metadata button: creates, in one commit, an external integration in the chosen account, its
 * installation and grant, and the handover of its keys. Each *Allow* creates a separate integration. No authorization
 * code is issued before its server accepted the keys.
 *
 * @see docs/spec/dialect.md#external-request
 */
export function decideExternal(
  account: AccountFacts | undefined,
  consent: ExternalConsent,
  now: Instant,
): Decided<ExternalAnswer> {
  if (account === undefined) return refuse('no_member');
  if (account.state !== 'active') return refuse('deactivated');
  // The new integration is installed nowhere yet, and a first grant is for admins only.
  if (account.role !== 'admin') return refuse('admin_must_install');
  const { accountId } = account;
  const { integrationId, grantId, handoverId, deliveryId, metadata, secret, userId, actor } = consent;
  const { sealedPath, pullChallenge } = consent;
  const { scopes, secretsUri: url } = metadata;
  const changes: readonly Change[] = [
    { kind: 'external_created', accountId, integrationId, metadata, secret, at: now, actor },
    { kind: 'installation_enabled', accountId, integrationId, expectedEpoch: undefined, at: now, actor },
    {
      kind: 'grant_given',
      accountId,
      grantId,
      integrationId,
      userId,
      fullAccess: true,
      scopes,
      integrationVersion: firstVersion,
      epoch: firstEpoch,
      at: now,
      actor,
    },
    {
      kind: 'handover_started',
      accountId,
      handoverId,
      integrationId,
      grantId,
      userId,
      deliveryId,
      sealedPath,
      pullChallenge,
      at: now,
    },
    {
      kind: 'hook_enqueued',
      accountId,
      delivery: {
        deliveryId,
        integrationId,
        hook: 'secrets',
        url,
        facts: { handoverId },
        cause: { grantId, epoch: firstEpoch },
      },
      at: now,
    },
  ];
  return { outcome: { kind: 'created' }, changes };
}
