import type { RegistryChange, TextChange, WidgetChange } from '@pristan/rules';
import { randomUUID } from 'node:crypto';
import { redirectUri } from '../fixture.ts';
import type { Samples } from './sample.ts';
import {
  dayMs,
  byAdmin,
  deleted,
  edited,
  operatorActor,
  changeContext,
  newSecret,
  integrationFields,
} from './sample.ts';

export const registrySamples: Samples<(RegistryChange | TextChange | WidgetChange)['kind']> = {
  integration_created: [
    {
      change: (scene) => ({
        kind: 'integration_created',
        ...changeContext(scene),
        integrationId: randomUUID(),
        integrationKind: 'private',
        fields: integrationFields,
        secret: newSecret(),
      }),
      not: byAdmin,
      again: 'more',
    },
  ],
  integration_edited: [
    {
      change: (scene) => ({
        kind: 'integration_edited',
        ...changeContext(scene),
        expectedVersion: 1,
        fields: integrationFields,
        changed: [],
      }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  integration_switched: [
    {
      change: (scene) => ({ kind: 'integration_switched', ...changeContext(scene), state: 'stopped' }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  integration_deleted: [
    {
      change: (scene) => ({ kind: 'integration_deleted', ...changeContext(scene) }),
      not: [...byAdmin, deleted],
      again: 'stale',
    },
  ],
  integration_published: [
    {
      change: (scene) => ({
        kind: 'integration_published',
        ...changeContext(scene),
        expectedVersion: 1,
        number: 2,
        actor: operatorActor,
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
      not: [deleted, edited, 'the widget is unpublished'],
      again: 'stale',
    },
  ],
  integration_unpublished: [
    {
      change: (scene) => ({
        kind: 'integration_unpublished',
        ...changeContext(scene),
        expectedVersion: 1,
        actor: operatorActor,
      }),
      not: [deleted, edited],
      again: 'stale',
    },
  ],
  secret_rotated: [
    {
      change: (scene) => ({
        kind: 'secret_rotated',
        ...changeContext(scene),
        replaces: scene.secretId,
        secret: newSecret(),
        overlapEndsAt: scene.at + dayMs,
        revokeNow: false,
      }),
      not: [...byAdmin, deleted, 'the secret is replaced'],
      again: 'stale',
    },
  ],
  secret_revealed: [
    {
      change: (scene) => ({ kind: 'secret_revealed', ...changeContext(scene) }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  integration_text_kept: [
    {
      change: (scene) => ({
        kind: 'integration_text_kept',
        ...changeContext(scene),
        expectedVersion: 1,
        text: { language: 'en', summary: 'a', descriptionHtml: '' },
      }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  integration_text_removed: [
    {
      change: (scene) => ({
        kind: 'integration_text_removed',
        ...changeContext(scene),
        expectedVersion: 1,
        language: 'en',
      }),
      not: [...byAdmin, deleted, edited],
      again: 'stale',
    },
  ],
  widget_uploaded: [
    {
      change: (scene) => ({
        kind: 'widget_uploaded',
        ...changeContext(scene),
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
      change: (scene) => ({ kind: 'widget_chosen', ...changeContext(scene), number: 2 }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  code_sent: [
    { change: ({ accountId, codeId }) => ({ kind: 'code_sent', accountId, codeId }), not: [], again: 'nothing' },
  ],
};
