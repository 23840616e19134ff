import type { TextLanguage } from '@pristan/wire';
import type { Action, Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor, Change, NonMemberActor, IntegrationFields, NewSecret } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { AddressAudience } from './addresses.ts';
import { changedFields } from './changed-fields.ts';
import type { FieldError } from './check-fields.ts';
import { fieldErrors, settledFields } from './check-fields.ts';
import type { FrozenFact, Publication } from '../frozen-facts.ts';
import { differsFromPublication } from '../frozen-facts.ts';
import type { WidgetFinding, WidgetReport } from './widget-finding.ts';
import { blockingFindings } from './widget-finding.ts';

/** The stored facts about an integration that managing it depends on. */
export interface IntegrationFacts {
  readonly integrationId: string;
  readonly accountId: number;
  readonly kind: 'private' | 'public' | 'external';
  readonly published: boolean;
  readonly state: 'active' | 'stopped';
  readonly version: number;
  /** True for an external integration that a published one has replaced; it stays stopped. */
  readonly adopted?: boolean;
  /** The languages in which the integration has a description, besides its main language. */
  readonly furtherLanguages?: readonly TextLanguage[];
  readonly fields: IntegrationFields;
}

/** A user with their membership of the technical account, or the operator at the command line. */
export type RegistryActor =
  | { readonly actor: Actor; readonly membership: Membership | undefined }
  | { readonly actor: Actor; readonly operator: true };

export type InvalidFields = { readonly kind: 'invalid'; readonly errors: readonly FieldError[] };

/** True when the author may take the action on an integration of the technical account. */
export function mayManage(by: RegistryActor, action: Action): boolean {
  return 'operator' in by || permits(by.membership, action);
}

export interface IntegrationDraft {
  readonly integrationId: string;
  readonly accountId: number;
  readonly kind: 'private' | 'public';
  readonly fields: IntegrationFields;
  readonly secret: NewSecret;
}

/** Creates an integration in its technical account. All errors in its fields are reported together. */
export function decideCreate(
  draft: IntegrationDraft,
  by: RegistryActor,
  now: Instant,
): Decided<{ readonly kind: 'created' } | InvalidFields | Refusal<'forbidden'>> {
  if (!mayManage(by, 'integration.create')) return refuse('forbidden');
  // Before publication an integration of any kind works in its own account only, so loopback http is acceptable.
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

/**
 * Edits an integration. `expectedVersion` is the version that the editor read; a different version means a concurrent
 * edit.
 */
export function decideEdit(
  integration: IntegrationFacts | undefined,
  edit: {
    readonly fields: IntegrationFields;
    readonly expectedVersion: number | undefined;
    /**
     * The accounts that a published integration's addresses are checked for; `own_account` also accepts loopback, for
     * development.
     */
    readonly publishedReach: AddressAudience;
  },
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'edited' } | InvalidFields | Refusal<'forbidden' | 'unknown' | 'edited_meanwhile'>> {
  if (!mayManage(by, 'integration.edit')) return refuse('forbidden');
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
        changed: changedFields(integration.fields, fields),
        at: now,
        actor: by.actor,
      },
    ],
  };
}

/** Pauses every use of an integration, or resumes it. Epochs stay unchanged, so that a pause can be undone. */
export function decideSwitch(
  integration: IntegrationFacts | undefined,
  state: 'active' | 'stopped',
  { by, now }: { readonly by: RegistryActor; readonly now: Instant },
): Decided<{ readonly kind: 'switched' } | Refusal<'forbidden' | 'unknown' | 'adopted'>> {
  if (integration?.adopted === true && state === 'active' && mayManage(by, 'integration.switch'))
    return refuse('adopted');
  return simple(integration, { action: 'integration.switch', by }, (about) => ({
    outcome: { kind: 'switched' },
    changes: integration?.state === state ? [] : [{ kind: 'integration_switched', ...about, state, at: now }],
  }));
}

/** Deletes an integration: its keys, grants and tokens end permanently. */
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

/** The facts that decide whether an integration can be published. */
export interface PublishFacts {
  readonly integration: IntegrationFacts;
  readonly publication: Publication;
  /** The number of earlier publications of the integration. */
  readonly publications: number;
  /**
   * The check report of the published widget version; absent without a widget, or when an earlier release checked it.
   */
  readonly widgetReport?: WidgetReport | undefined;
}

/**
 * Publishes an integration: makes it available to every account and freezes the reviewed facts. Publishing again
 * freezes the differences; without any, nothing is stored. The operator decides, until moderation does.
 *
 * @see docs/spec/dialect.md#frozen-at-publication
 */
export function decidePublish(
  facts: PublishFacts | undefined,
  by: { readonly actor: NonMemberActor; readonly operator: true; readonly publishedReach: AddressAudience },
  now: Instant,
): Decided<Published | InvalidFields | UnfinishedWidget | Refusal<'unknown' | 'not_public'>> {
  if (facts === undefined) return refuse('unknown');
  const { integration, publication } = facts;
  if (integration.kind === 'external') return refuse('not_public');
  const errors = fieldErrors(integration.fields, by.publishedReach, integration.kind);
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  const needed = blockingFindings(facts.widgetReport);
  if (needed.length > 0) return { outcome: { kind: 'unfinished_widget', needed }, changes: [] };
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

/** The integration's widget does not meet a requirement of publication. */
export interface UnfinishedWidget {
  readonly kind: 'unfinished_widget';
  readonly needed: readonly WidgetFinding[];
}

/**
 * Unpublishes an integration: from then on only its own account can connect it. Accounts that installed it keep it,
 * with their grants and tokens. The reviewed facts stay on record.
 */
export function decideUnpublish(
  integration: IntegrationFacts | undefined,
  by: { readonly actor: NonMemberActor; readonly operator: true },
  now: Instant,
): Decided<{ readonly kind: 'unpublished' } | Refusal<'unknown' | 'not_published'>> {
  if (integration === undefined) return refuse('unknown');
  if (!integration.published) return refuse('not_published');
  const { accountId, integrationId, version } = integration;
  return {
    outcome: { kind: 'unpublished' },
    changes: [
      {
        kind: 'integration_unpublished',
        accountId,
        integrationId,
        expectedVersion: version,
        at: now,
        actor: by.actor,
      },
    ],
  };
}

/** The integration was published; `reviewed` names the facts that had changed since its previous publication. */
export type Published = { readonly kind: 'published'; readonly reviewed: readonly FrozenFact[] };

function simple<Outcome>(
  integration: IntegrationFacts | undefined,
  asked: { readonly action: Action; readonly by: RegistryActor },
  then: (about: { accountId: number; integrationId: string; actor: Actor }) => {
    outcome: Outcome;
    changes: readonly Change[];
  },
): Decided<Outcome | Refusal<'forbidden' | 'unknown'>> {
  if (!mayManage(asked.by, asked.action)) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { accountId, integrationId } = integration;
  return then({ accountId, integrationId, actor: asked.by.actor });
}
