import type { RegistryChange, TextChange, WidgetChange } from '@pristan/rules';
import { randomUUID } from 'node:crypto';
import { redirectUri } from '../fixture.ts';
import type { Samples } from './sample.ts';
import { days, byAdmin, deleted, edited, operator, about, secret, fields } from './sample.ts';

export const registrySamples: Samples<(RegistryChange | TextChange | WidgetChange)['kind']> = {
  integration_created: [
    {
      change: (scene) => ({
        kind: 'integration_created',
        ...about(scene),
        integrationId: randomUUID(),
        integrationKind: 'private',
        fields,
        secret: secret(),
      }),
      not: byAdmin,
      again: 'more',
    },
  ],
  integration_edited: [
    {
      change: (scene) => ({ kind: 'integration_edited', ...about(scene), expectedVersion: 1, fields, changed: [] }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  integration_switched: [
    {
      change: (scene) => ({ kind: 'integration_switched', ...about(scene), state: 'stopped' }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  integration_deleted: [
    {
      change: (scene) => ({ kind: 'integration_deleted', ...about(scene) }),
      not: [...byAdmin, deleted],
      again: 'stale',
    },
  ],
  integration_published: [
    {
      change: (scene) => ({
        kind: 'integration_published',
        ...about(scene),
        expectedVersion: 1,
        number: 2,
        actor: operator,
        facts: {
          name: '',
          developer: '',
          scopes: [],
          redirectUri,
          buttonOrigins: [],
          links: [],
          widget: { number: 1, sha256: scene.widgetSha256 },
        } as never,
      }),
      not: [deleted, edited, 'the widget is taken down'],
      again: 'stale',
    },
  ],
  integration_unpublished: [
    {
      change: (scene) => ({
        kind: 'integration_unpublished',
        ...about(scene),
        expectedVersion: 1,
        actor: operator,
      }),
      not: [deleted, edited],
      again: 'stale',
    },
  ],
  secret_rotated: [
    {
      change: (scene) => ({
        kind: 'secret_rotated',
        ...about(scene),
        replaces: scene.secretId,
        secret: secret(),
        overlapEndsAt: scene.at + days,
        revokeNow: false,
      }),
      not: [...byAdmin, deleted, 'the secret is replaced'],
      again: 'stale',
    },
  ],
  secret_revealed: [
    { change: (scene) => ({ kind: 'secret_revealed', ...about(scene) }), not: [...byAdmin, deleted], again: 'more' },
  ],
  integration_text_kept: [
    {
      change: (scene) => ({
        kind: 'integration_text_kept',
        ...about(scene),
        expectedVersion: 1,
        text: { language: 'en', summary: 'a', descriptionHtml: '' },
      }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  integration_text_removed: [
    {
      change: (scene) => ({ kind: 'integration_text_removed', ...about(scene), expectedVersion: 1, language: 'en' }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  widget_uploaded: [
    {
      change: (scene) => ({
        kind: 'widget_uploaded',
        ...about(scene),
        number: 3,
        widget: {
          sha256: scene.widgetSha256,
          archiveBytes: 8,
          manifest: {} as never,
          report: { inflatedBytes: 8, files: [] },
        },
      }),
      not: [...byAdmin, deleted],
      again: 'stale',
    },
  ],
  widget_chosen: [
    {
      change: (scene) => ({ kind: 'widget_chosen', ...about(scene), number: 2 }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  code_sent: [
    { change: ({ accountId, codeId }) => ({ kind: 'code_sent', accountId, codeId }), not: [], again: 'nothing' },
  ],
};
