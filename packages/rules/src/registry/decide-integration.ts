import type { TextLanguage } from '@pristan/wire';
import type { Action, Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor, Change, Outsider, IntegrationFields, NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { AddressReach } from './addresses.ts';
import type { FieldError } from './check-fields.ts';
import { fieldErrors, settledFields } from './check-fields.ts';
import type { FrozenFact, Publication } from '../frozen-facts.ts';
import { differsFromPublication } from '../frozen-facts.ts';

/** An integration as its technical account sees it. */
export interface IntegrationFacts {
  readonly integrationId: string;
  readonly accountId: number;
  readonly kind: 'private' | 'public' | 'external';
  readonly published: boolean;
  readonly state: 'active' | 'stopped';
  readonly version: number;
  /** An external one whose place a published integration took; it stays stopped. */
  readonly adopted?: boolean;
  /** The languages besides the main one that it has texts in. */
  readonly furtherLanguages?: readonly TextLanguage[];
  readonly fields: IntegrationFields;
}

/** A person with their place in the technical account, or the operator at the command line. */
export type RegistryActor =
  | { readonly actor: Actor; readonly membership: Membership | undefined }
  | { readonly actor: Actor; readonly operator: true };

export type Invalid = { readonly kind: 'invalid'; readonly errors: readonly FieldError[] };

/** Whether somebody may do that in the technical account. */
export function may(by: RegistryActor, action: Action): boolean {
  return 'operator' in by || permits(by.membership, action);
}

export interface IntegrationDraft {
  readonly integrationId: string;
  readonly accountId: number;
  readonly kind: 'private' | 'public';
  readonly fields: IntegrationFields;
  readonly secret: NewSecret;
}

/** A new integration in its technical account. All wrong fields are named together. */
export function decideCreate(
  draft: IntegrationDraft,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'created' } | Invalid | Refusal<'forbidden'>> {
  if (!may(by, 'integration.create')) return refuse('forbidden');
  // Until it is published every kind is used in its own account only, so loopback http will do.
  const fields = settledFields(draft.fields);
  const errors = fieldErrors(fields, 'own_account', draft.kind);
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  const { integrationId, accountId, kind, secret } = draft;
  return {
    outcome: { kind: 'created' },
    changes: [
      {
        kind: 'integration_created',
        integrationId,
        accountId,
        integrationKind: kind,
        fields,
        secret,
        at: now,
        actor: by.actor,
      },
    ],
  };
}

/** New fields for an integration. `expectedVersion` is the version the editor saw; another means somebody was faster. */
export function decideEdit(
  integration: IntegrationFacts | undefined,
  edit: {
    readonly fields: IntegrationFields;
    readonly expectedVersion: number | undefined;
    /** What a published integration's addresses are held to; in development loopback will do. */
    readonly publishedReach: AddressReach;
  },
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'edited' } | Invalid | Refusal<'forbidden' | 'unknown' | 'edited_meanwhile'>> {
  if (!may(by, 'integration.edit')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const version = edit.expectedVersion ?? integration.version;
  if (version !== integration.version) return refuse('edited_meanwhile');
  const fields = settledFields(edit.fields);
  const taken = integration.furtherLanguages?.includes(fields.language) === true;
  const errors = [
    ...fieldErrors(fields, integration.published ? edit.publishedReach : 'own_account', integration.kind),
    ...(taken ? [{ field: 'language', code: 'duplicate' } as const] : []),
  ];
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  const { accountId, integrationId } = integration;
  return {
    outcome: { kind: 'edited' },
    changes: [
      {
        kind: 'integration_edited',
        accountId,
        integrationId,
        expectedVersion: version,
        fields,
        at: now,
        actor: by.actor,
      },
    ],
  };
}

/** Stops every use of an integration, or lets it go on where it stopped. Leaves epochs alone, so it can be undone. */
export function decideSwitch(
  integration: IntegrationFacts | undefined,
  state: 'active' | 'stopped',
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'switched' } | Refusal<'forbidden' | 'unknown' | 'adopted'>> {
  if (integration?.adopted === true && state === 'active' && may(by, 'integration.switch')) return refuse('adopted');
  return simple(integration, { action: 'integration.switch', by }, (about) => ({
    outcome: { kind: 'switched' },
    changes: integration?.state === state ? [] : [{ kind: 'integration_switched', ...about, state, at: now }],
  }));
}

/** Deletes an integration: its keys, grants and tokens stop for good. */
export function decideDelete(
  integration: IntegrationFacts | undefined,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'deleted' } | Refusal<'forbidden' | 'unknown'>> {
  return simple(integration, { action: 'integration.delete', by }, (about) => ({
    outcome: { kind: 'deleted' },
    changes: [{ kind: 'integration_deleted', ...about, at: now }],
  }));
}

/** Facts that a publication is decided from. */
export interface PublishFacts {
  readonly integration: IntegrationFacts;
  readonly publication: Publication;
  /** Number of earlier publications. */
  readonly publications: number;
}

/**
 * Makes an integration available to every account and freezes what was reviewed. Published again it freezes what differs
 * by now; where nothing does, nothing is stored. The operator decides, until moderation does.
 *
 * @see docs/spec/dialect.md#frozen-at-publication
 */
export function decidePublish(
  facts: PublishFacts | undefined,
  by: { readonly actor: Outsider; readonly operator: true; readonly publishedReach: AddressReach },
  now: Instant,
): Decided<Published | Invalid | Refusal<'unknown' | 'not_public'>> {
  if (facts === undefined) return refuse('unknown');
  const { integration, publication } = facts;
  if (integration.kind === 'external') return refuse('not_public');
  const errors = fieldErrors(integration.fields, by.publishedReach, integration.kind);
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  const { accountId, integrationId, version } = integration;
  const differences = differsFromPublication(publication.now, publication.frozen);
  return {
    outcome: { kind: 'published', reviewed: differences.map(({ fact }) => fact) },
    changes:
      integration.published && differences.length === 0
        ? []
        : [
            {
              kind: 'integration_published',
              accountId,
              integrationId,
              expectedVersion: version,
              number: facts.publications + 1,
              facts: publication.now,
              at: now,
              actor: by.actor,
            },
          ],
  };
}

/** `reviewed`: what had changed since the publication before. */
export type Published = { readonly kind: 'published'; readonly reviewed: readonly FrozenFact[] };

function simple<Outcome>(
  integration: IntegrationFacts | undefined,
  asked: { readonly action: Action; readonly by: RegistryActor },
  then: (about: { accountId: number; integrationId: string; actor: Actor }) => {
    outcome: Outcome;
    changes: readonly Change[];
  },
): Decided<Outcome | Refusal<'forbidden' | 'unknown'>> {
  if (!may(asked.by, asked.action)) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { accountId, integrationId } = integration;
  return then({ accountId, integrationId, actor: asked.by.actor });
}
