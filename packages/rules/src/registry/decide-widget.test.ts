import { describe, expect, test } from 'vitest';
import type { IntegrationFacts } from './decide-integration.ts';
import { decideReveal, decideRotateSecret, secretOverlapHours, secretOverlapHoursMax } from './decide-secret.ts';
import type { WidgetFacts } from './decide-widget.ts';
import { decideLiveWidget, decideUpload, widgetVersionsMax } from './decide-widget.ts';
import { logoBuckets } from './throttle.ts';

const now = 1_700_000_000_000;
const hour = 3_600_000;
const actor = { userId: 8, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const member = { actor, membership: { role: 'member', state: 'active' } } as const;
const operator = { actor, operator: true } as const;
const integration = {
  integrationId: 'n1',
  accountId: 7,
  kind: 'public',
  published: true,
  state: 'active',
  version: 1,
} as IntegrationFacts;
const widget = {} as Parameters<typeof decideUpload>[1];
const facts: WidgetFacts = { integration, numbers: [1, 3, 2], live: 2, unfinished: [3] };
const refused = (reason: string) => ({ outcome: { kind: 'refuse', reason }, changes: [] });
const about = { accountId: 7, integrationId: 'n1', at: now, actor };

describe('uploading a widget version', () => {
  const upload = (change: Partial<WidgetFacts>, by: typeof admin | typeof member | typeof operator = admin) =>
    decideUpload({ ...facts, ...change }, widget, { by, now });

  test('a widget version gets the number after the highest, the first one 1', () => {
    expect(upload({})).toEqual({
      outcome: { kind: 'uploaded', number: 4 },
      changes: [{ kind: 'widget_uploaded', ...about, number: 4, widget }],
    });
    expect(upload({ numbers: [] }).outcome).toEqual({ kind: 'uploaded', number: 1 });
    expect(upload({}, operator).outcome.kind).toBe('uploaded');
  });

  test('a widget has at most a hundred versions', () => {
    expect(widgetVersionsMax).toBe(100);
    const numbers = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(upload({ numbers })).toEqual(refused('too_many_versions'));
    expect(upload({ numbers: numbers.slice(1) }).outcome.kind).toBe('uploaded');
  });

  test('a widget version is refused to members, for an unknown and for an external integration', () => {
    expect(upload({}, member)).toEqual(refused('forbidden'));
    expect(upload({ integration: undefined })).toEqual(refused('unknown'));
    expect(upload({ integration: { ...integration, kind: 'external' } })).toEqual(refused('external_has_no_widget'));
  });
});

describe('choosing a widget version', () => {
  const choose = (
    number: number | undefined,
    change: Partial<WidgetFacts> = {},
    by: typeof admin | typeof member = admin,
  ) => decideLiveWidget({ ...facts, ...change }, number, { by, now });
  const chosen = (number: number | undefined) => ({
    outcome: { kind: 'chosen' },
    changes: [{ kind: 'widget_chosen', ...about, number }],
  });

  test('accounts get the chosen version, or none', () => {
    expect(choose(1)).toEqual(chosen(1));
    expect(choose(undefined)).toEqual(chosen(undefined));
  });

  test('choosing the version that accounts already get changes nothing', () => {
    expect(choose(2)).toEqual({ outcome: { kind: 'chosen' }, changes: [] });
    expect(choose(undefined, { live: undefined })).toEqual({ outcome: { kind: 'chosen' }, changes: [] });
  });

  test('a version that meets a requirement of publication no longer is refused to a published integration', () => {
    expect(choose(3)).toEqual(refused('unfinished'));
  });

  test('an unfinished version is chosen only while the integration is not published', () => {
    const unpublished = { ...integration, published: false };
    expect(choose(3, { integration: unpublished })).toEqual({
      ...chosen(3),
      restsOn: [{ fact: 'integration', integrationId: 'n1', is: { published: false }, hold: 'write' }],
    });
    expect(choose(1, { integration: unpublished })).toEqual(chosen(1));
  });

  test('a version that does not exist is refused, and so is a member', () => {
    expect(choose(9)).toEqual(refused('no_such_version'));
    expect(choose(1, {}, member)).toEqual(refused('forbidden'));
    expect(choose(1, { integration: undefined })).toEqual(refused('unknown'));
  });
});

describe('a client secret', () => {
  const secret = { secretId: 's2', sealed: new Uint8Array([1]) };
  const rotate = (
    change: Partial<Parameters<typeof decideRotateSecret>[1]> = {},
    by: typeof admin | typeof member | typeof operator = admin,
    found: IntegrationFacts | undefined = integration,
  ) =>
    decideRotateSecret(
      { integration: found, currentSecretId: 's1' },
      { secret, replaces: 's1', overlapHours: 24, revokeNow: false, ...change },
      { by, now },
    );
  const rotated = (overlapEndsAt: number, revokeNow = false) => ({
    outcome: { kind: 'rotated', overlapEndsAt },
    changes: [{ kind: 'secret_rotated', ...about, secret, replaces: 's1', overlapEndsAt, revokeNow }],
  });

  test('a replaced secret works for the hours that the rotation names, thirty days at most, a day by default', () => {
    expect([secretOverlapHours, secretOverlapHoursMax]).toEqual([24, 720]);
    expect(rotate()).toEqual(rotated(now + 24 * hour));
    expect(rotate({ overlapHours: 0 })).toEqual(rotated(now));
    expect(rotate({ overlapHours: 720 })).toEqual(rotated(now + 720 * hour));
    expect(rotate({ overlapHours: 0.5 }, operator)).toEqual(rotated(now + hour / 2));
    for (const overlapHours of [-1, 720.1, Number.NaN])
      expect(rotate({ overlapHours })).toEqual(refused('overlap_out_of_range'));
  });

  test('a leaked secret ends at once', () => {
    expect(rotate({ revokeNow: true })).toEqual(rotated(now, true));
  });

  test('a rotation is refused when another secret is the newest, to a member, and for an unknown integration', () => {
    expect(rotate({ replaces: 's0' })).toEqual(refused('secret_replaced'));
    expect(rotate({}, member)).toEqual(refused('forbidden'));
    expect(
      decideRotateSecret(
        { integration: undefined, currentSecretId: undefined },
        { secret, replaces: 's1', overlapHours: 24, revokeNow: false },
        { by: admin, now },
      ),
    ).toEqual(refused('unknown'));
  });

  test('a reveal of the secret is recorded', () => {
    expect(decideReveal(integration, admin, now)).toEqual({
      outcome: { kind: 'revealed' },
      changes: [{ kind: 'secret_revealed', ...about }],
    });
    expect(decideReveal(integration, member, now)).toEqual(refused('forbidden'));
    expect(decideReveal(undefined, admin, now)).toEqual(refused('unknown'));
  });
});

test('an account uploads a hundred logos in an hour', () => {
  expect(logoBuckets({ accountId: 7 })).toEqual([{ key: 'logos of 7', windowMs: hour, max: 100 }]);
});
