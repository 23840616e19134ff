import type { Change } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Otherwise } from '../otherwise.ts';
import type { Db, Scene } from '../scene.ts';
import { origin, redirectUri } from '../scene.ts';

/** A change that a scene lets through, and what must not happen before it is stored. */
export interface Sample<Kind extends Change['kind']> {
  /** Tells apart several samples of a kind. */
  readonly title?: string;
  readonly change: (scene: Scene) => Extract<Change, { readonly kind: Kind }>;
  /** Stores what the scene lacks. */
  readonly before?: (db: Db, scene: Scene) => Promise<unknown>;
  /** By SECURITY.md and docs/spec/dialect.md: after any of these the change must not be stored. */
  readonly not: readonly Otherwise[];
  /** The same commit a second time: it is stale, does nothing more, or is a further one. */
  readonly again: 'stale' | 'nothing' | 'more';
}

/** One at least for each of these kinds; a kind without does not compile. */
export type Samples<Kind extends Change['kind']> = {
  readonly [One in Kind]: readonly [Sample<One>, ...Sample<One>[]];
};

export const days = 86_400_000;
export const deactivated = 'the acting admin is deactivated';
export const demoted = 'the acting admin is demoted';
export const byAdmin = [deactivated, demoted] as const;
export const stopped = 'the integration is stopped';
export const deleted = 'the integration is deleted';
export const edited = 'the integration is edited';
export const disabled = 'the installation is disabled';
/** A grant that an admin holds in the scene works no more. */
export const grantDead = [stopped, deleted, disabled, 'the grant is revoked'] as const;

export const person = ({ admin }: Scene) => ({ userId: admin, address: '203.0.113.5' });
export const memberSelf = ({ member }: Scene) => ({ userId: member, address: '203.0.113.6' });
export const invited = ({ guest }: Scene) => ({ as: 'invited', userId: guest, address: undefined }) as const;
export const nobody = { as: 'platform', userId: undefined, address: undefined } as const;
export const operator = { as: 'operator', userId: undefined, address: undefined } as const;
export const about = (scene: Scene) => ({
  accountId: scene.accountId,
  integrationId: scene.integrationId,
  at: scene.at,
  actor: person(scene),
});
export const secret = () => ({ secretId: randomUUID(), sealed: randomBytes(8) });
export const fields = {
  name: 'New',
  language: 'ru',
  summary: '',
  descriptionHtml: '',
  redirectUri,
  buttonOrigins: [],
  disconnectUri: undefined,
  scopes: ['crm'],
  logoHash: undefined,
} as const;
export const host = (scene: Scene) => `a${scene.accountId}.example`;
export const metadata = {
  name: 'Button',
  descriptionHtml: '',
  redirectUri,
  secretsUri: `${origin}/secrets`,
  scopes: ['crm'],
  logoUri: undefined,
};
export const code = (scene: Scene, grantId: string) => ({
  codeId: randomBytes(16).toString('hex'),
  keyId: 'm1',
  grantId,
  integrationId: scene.integrationId,
  redirectUri,
  codeChallenge: undefined,
  keyEpoch: 1,
  issuedAt: scene.at,
  expiresAt: scene.at + days,
  sealedCode: undefined,
});
export const disable = (db: Db, { accountId, integrationId }: Scene) =>
  db
    .updateTable('installations')
    .set({ state: 'disabled' })
    .where('account_id', '=', accountId)
    .where('integration_id', '=', integrationId)
    .execute();
