import type { AuthorizeChange, ConfigureChange, ConfirmationChange, InstallChange } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Samples } from './sample.ts';
import {
  byAdmin,
  paused,
  deleted,
  edited,
  disabled,
  grantEnded,
  adminActor,
  memberActor,
  changeContext,
  newCode,
  disableInstallation,
} from './sample.ts';

export const installSamples: Samples<(InstallChange | AuthorizeChange | ConfigureChange | ConfirmationChange)['kind']> =
  {
    installation_enabled: [
      {
        change: (scene) => ({ kind: 'installation_enabled', ...changeContext(scene), expectedEpoch: 1 }),
        before: disableInstallation,
        not: [...byAdmin, paused, deleted, 'the installation is enabled'],
        again: 'stale',
      },
    ],
    installation_disabled: [
      {
        change: (scene) => ({ kind: 'installation_disabled', ...changeContext(scene), expectedEpoch: 1 }),
        not: [...byAdmin, disabled],
        again: 'stale',
      },
    ],
    grant_given: [
      {
        title: 'an admin’s',
        change: (scene) => ({
          kind: 'grant_given',
          ...changeContext(scene),
          grantId: randomUUID(),
          userId: scene.admin,
          fullAccess: true,
          scopes: ['crm'],
          integrationVersion: 1,
          epoch: 1,
        }),
        not: [...byAdmin, paused, deleted, edited, disabled],
        again: 'stale',
      },
      {
        title: 'a member’s',
        change: (scene) => ({
          kind: 'grant_given',
          ...changeContext(scene),
          grantId: randomUUID(),
          userId: scene.member,
          fullAccess: false,
          scopes: ['crm'],
          integrationVersion: 1,
          epoch: 1,
          actor: memberActor(scene),
        }),
        before: (db, { ownGrantId }) =>
          db.updateTable('grants').set({ revoked_at: 1 }).where('id', '=', ownGrantId).execute(),
        not: ['the acting member is deactivated', 'the acting member is promoted', paused, deleted, edited, disabled],
        again: 'stale',
      },
    ],
    grant_renewed: [
      {
        change: (scene) => ({
          kind: 'grant_renewed',
          ...changeContext(scene),
          grantId: scene.grantId,
          userId: scene.other,
          fullAccess: true,
          scopes: ['crm'],
          integrationVersion: 1,
          actor: { userId: scene.other, address: undefined },
        }),
        not: ['the other admin is demoted', edited, ...grantEnded],
        again: 'more',
      },
    ],
    grant_revoked: [
      {
        title: 'by an admin',
        change: (scene) => ({
          kind: 'grant_revoked',
          ...changeContext(scene),
          grantId: scene.grantId,
          userId: scene.other,
          last: false,
        }),
        not: [...byAdmin, disabled, 'the grant is revoked', 'the member’s grant is revoked'],
        again: 'stale',
      },
      {
        title: 'one’s own',
        change: (scene) => ({
          kind: 'grant_revoked',
          ...changeContext(scene),
          grantId: scene.ownGrantId,
          userId: scene.member,
          last: false,
          actor: memberActor(scene),
        }),
        not: [disabled, 'the member’s grant is revoked', 'the grant is revoked'],
        again: 'stale',
      },
    ],
    code_issued: [
      {
        change: (scene) => ({
          kind: 'code_issued',
          accountId: scene.accountId,
          code: newCode(scene, scene.grantId),
          actor: adminActor(scene),
        }),
        not: [...grantEnded, edited, 'every key is revoked'],
        again: 'more',
      },
      {
        title: 'of a member',
        change: (scene) => ({
          kind: 'code_issued',
          accountId: scene.accountId,
          code: newCode(scene, scene.ownGrantId),
          actor: memberActor(scene),
        }),
        not: ['the acting member is deactivated and their grant ends'],
        again: 'more',
      },
    ],
    press_used: [
      {
        change: ({ accountId, admin, at }) => ({
          kind: 'press_used',
          pressId: `press ${accountId}`,
          expiresAt: at,
          answer: { userId: admin, sealed: new Uint8Array([1]), endsAt: at },
        }),
        not: [],
        again: 'stale',
      },
    ],
    settings_kept: [
      {
        change: (scene) => ({
          kind: 'settings_kept',
          ...changeContext(scene),
          widget: 1,
          kept: [{ field: 'a', value: 'b' }],
          removed: [],
        }),
        not: [...byAdmin, deleted, 'the widget is unpublished'],
        again: 'more',
      },
    ],
    fresh_codes_switched: [
      {
        change: (scene) => ({ kind: 'fresh_codes_switched', ...changeContext(scene), freshCodes: 'forbidden' }),
        not: [...byAdmin, deleted],
        again: 'more',
      },
    ],
    fresh_code_asked: [
      {
        change: (scene) => ({
          kind: 'fresh_code_asked',
          ...changeContext(scene),
          codeId: randomBytes(16).toString('hex'),
          grantId: scene.grantId,
          epoch: 1,
          since: scene.at - 3_600_000,
          actor: {
            as: 'client',
            userId: undefined,
            address: '',
            integrationId: scene.integrationId,
            secretId: scene.secretId,
          },
        }),
        not: [
          ...grantEnded,
          'every key is revoked',
          'the secret is replaced',
          'requests for codes are forbidden',
          'the widget is unpublished',
        ],
        again: 'more',
      },
    ],
  };
