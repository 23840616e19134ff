import type { TextLanguage } from '@pristan/wire';
import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';

/** An integration's summary and description in one language. */
export interface IntegrationText {
  readonly language: TextLanguage;
  readonly summary: string;
  readonly descriptionHtml: string;
}

/**
 * Changes of an integration's descriptions in further languages. Stale unless the integration has `expectedVersion`.
 */
export type TextChange =
  | {
      readonly kind: 'integration_text_kept';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      readonly text: IntegrationText;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      readonly kind: 'integration_text_removed';
      readonly accountId: number;
      readonly integrationId: string;
      readonly expectedVersion: number;
      readonly language: TextLanguage;
      readonly at: Instant;
      readonly actor: Actor;
    };
