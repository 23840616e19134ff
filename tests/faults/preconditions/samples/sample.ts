import type { Change, IntegrationFields } from '@pristan/rules';
import { blankFields } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { ConcurrentChange } from '../concurrent-changes.ts';
import type { FixtureDatabase, PreconditionFixture } from '../fixture.ts';
import { origin, redirectUri } from '../fixture.ts';

/** A change that the fixture allows, and the events that forbid it. */
export interface Sample<Kind extends Change['kind']> {
  /** Tells several samples of one kind of change apart. */
  readonly title?: string;
  readonly change: (scene: PreconditionFixture) => Extract<Change, { readonly kind: Kind }>;
  /** Adds the rows that the fixture lacks. */
  readonly before?: (db: FixtureDatabase, scene: PreconditionFixture) => Promise<unknown>;
  /** Events after which the change must not be stored, by SECURITY.md and docs/spec/dialect.md. */
  readonly not: readonly ConcurrentChange[];
  /** The effect of committing the same change a second time: refused as stale, none, or another change. */
  readonly again: 'stale' | 'nothing' | 'more';
}

/** Samples by kind of change, at least one for each listed kind; a missing kind does not compile. */
export type Samples<Kind extends Change['kind']> = {
  readonly [One in Kind]: readonly [Sample<One>, ...Sample<One>[]];
};

export const dayMs = 86_400_000;
export const deactivated = 'the acting admin is deactivated';
export const demoted = 'the acting admin is demoted';
export const byAdmin = [deactivated, demoted] as const;
export const paused = 'the integration is paused';
export const deleted = 'the integration is deleted';
export const edited = 'the integration is edited';
export const disabled = 'the installation is disabled';
/** Events that end the grant that an admin gave in the fixture. */
export const grantEnded = [paused, deleted, disabled, 'the grant is revoked'] as const;

export const adminActor = ({ admin }: PreconditionFixture) => ({ userId: admin, address: '203.0.113.5' });
export const memberActor = ({ member }: PreconditionFixture) => ({ userId: member, address: '203.0.113.6' });
export const invitedActor = ({ guest }: PreconditionFixture) =>
  ({ as: 'invited', userId: guest, address: undefined }) as const;
export const platformActor = { as: 'platform', userId: undefined, address: undefined } as const;
export const operatorActor = { as: 'operator', userId: undefined, address: undefined } as const;
export const changeContext = (scene: PreconditionFixture) => ({
  accountId: scene.accountId,
  integrationId: scene.integrationId,
  at: scene.at,
  actor: adminActor(scene),
});
export const newSecret = () => ({ secretId: randomUUID(), sealed: randomBytes(8) });
export const integrationFields: IntegrationFields = { ...blankFields, name: 'New', redirectUri };
export const accountHost = (scene: PreconditionFixture) => `a${scene.accountId}.example`;
export const buttonMetadata = {
  name: 'Button',
  descriptionHtml: '',
  redirectUri,
  secretsUri: `${origin}/secrets`,
  scopes: ['crm'],
  logoUri: undefined,
};
export const newCode = (scene: PreconditionFixture, grantId: string) => ({
  codeId: randomBytes(16).toString('hex'),
  keyId: 'm1',
  grantId,
  integrationId: scene.integrationId,
  redirectUri,
  codeChallenge: undefined,
  keyEpoch: 1,
  issuedAt: scene.at,
  expiresAt: scene.at + dayMs,
  sealedCode: undefined,
});
export const disableInstallation = (db: FixtureDatabase, { accountId, integrationId }: PreconditionFixture) =>
  db
    .updateTable('installations')
    .set({ state: 'disabled' })
    .where('account_id', '=', accountId)
    .where('integration_id', '=', integrationId)
    .execute();
