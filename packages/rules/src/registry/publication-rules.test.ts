import { describe, expect, test } from 'vitest';
import { isLoopbackName, addressProblem, originProblem } from './addresses.ts';
import { changedFields } from './changed-fields.ts';
import { fieldErrors } from './check-fields.ts';
import type { RegistryActor } from './decide-integration.ts';
import { decideDelete, decidePublish, decideSwitch } from './decide-integration.ts';
import { checkText, decideRemoveText } from './decide-text.ts';
import { blankFields } from './field-values.ts';
import { htmlProblem } from './html-limits.ts';
import { mayReadIntegration } from './may-read.ts';
import type { WidgetFinding } from './widget-finding.ts';
import { blockingFindings } from './widget-finding.ts';
import { anIntegration } from '../testing/an-integration.ts';

const now = 1_700_000_000_000;
const fields = { ...blankFields, name: 'Gulls', redirectUri: 'https://shop.test/cb' };
const integration = anIntegration({ kind: 'public', fields });
const actor = { userId: 8, address: '203.0.113.5' };
const admin: RegistryActor = { actor, membership: { role: 'admin', state: 'active' } };

describe('a name of the local machine', () => {
  test.each(['localhost', 'a.localhost', '[::1]', '127.0.0.1', '127.255.249.199', '127.10.100.9', '127.200.1.0'])(
    '%s is one',
    (name) => expect(isLoopbackName(name)).toBe(true),
  );

  test.each([
    'x127.0.0.1',
    '127.0.0.1.shop.test',
    '127.256.0.1',
    '127.260.0.1',
    '127.01.0.1',
    '127.0.0',
    '127.1a1.0.1',
    '127.2.a.1',
    '128.0.0.1',
    'localhost.shop.test',
    'notlocalhost',
    '[::2]',
  ])('%s is not', (name) => expect(isLoopbackName(name)).toBe(false));

  test('https on the local machine is https', () => {
    expect(addressProblem('https://localhost/', 'many_accounts')).toBeUndefined();
    expect(addressProblem('http://localhost/', 'many_accounts')).toBe('not_https');
    expect(addressProblem('http://shop.test/', 'own_account')).toBe('not_https');
  });
});

describe('the written form of an address', () => {
  test.each([
    'x https://shop.test/',
    'ftp://x/https://shop.test/',
    'javascript:https://shop.test/',
    'https://a:b/',
    'https://[::1/',
  ])('%j is no address', (address) => expect(addressProblem(address, 'own_account')).toBe('not_an_address'));

  test.each(['https://shop.test:08443/', 'https://shop.test:84430x/', 'https://shop.test:/'])(
    'the port of %s is malformed',
    (address) => {
      expect(addressProblem(address, 'own_account')).toBe('not_an_address');
    },
  );

  test('an origin has no path', () => {
    expect(originProblem('https://shop.test', 'many_accounts')).toBeUndefined();
    expect(originProblem('https://shop.test/', 'many_accounts')).toBe('not_an_origin');
    expect(originProblem('x', 'many_accounts')).toBe('not_an_address');
  });
});

describe('publishing an integration', () => {
  const facts = {
    name: 'Gulls',
    developer: 'Acme',
    logoHash: undefined,
    scopes: [],
    redirectUri: 'https://shop.test/cb',
    buttonOrigins: [],
    disconnectUri: undefined,
    links: [],
    widget: { number: 1, sha256: 'f' },
  };
  const operator = {
    actor: { as: 'operator', userId: undefined, address: undefined },
    operator: true,
    publishedReach: 'many_accounts',
  } as const;
  const finding = (blocks: boolean): WidgetFinding => ({
    rule: 'img.size',
    level: 'error',
    blocks,
    file: 'images/logo.png',
    member: '',
    code: 'asks_for_key',
    expected: '',
    found: '',
  });

  test('an integration is not published while its widget does not meet a requirement', () => {
    const report = { findings: [finding(true), finding(false)], omitted: 0 };
    const publication = { now: facts, frozen: undefined };
    const complete = { ...integration, fields: { ...fields, summary: 'Sells', descriptionHtml: '<p>Sells</p>' } };
    const decided = (widgetReport: typeof report | undefined) =>
      decidePublish({ integration: complete, publication, publications: 0, widgetReport }, operator, now);
    expect(decided(report)).toEqual({
      outcome: { kind: 'unfinished_widget', needed: [finding(true)] },
      changes: [],
    });
    expect(decided({ findings: [finding(false)], omitted: 0 }).outcome.kind).toBe('published');
    expect(decided(undefined).outcome.kind).toBe('published');
  });

  test('only findings that block a publication do', () => {
    expect(blockingFindings(undefined)).toEqual([]);
    expect(blockingFindings({ findings: [finding(false)], omitted: 0 })).toEqual([]);
  });

  test('an integration that is not public is read by nobody outside, even when it was published', () => {
    const read = (kind: 'public' | 'private') =>
      mayReadIntegration({ kind, published: true, accountId: 7, state: 'active' }, []);
    expect([read('public'), read('private')]).toEqual([true, false]);
  });
});

describe('switching and deleting an integration', () => {
  test('an adopted integration is not resumed, and may be paused', () => {
    const adopted = { ...integration, adopted: true };
    expect(decideSwitch(adopted, 'active', { by: admin, now }).outcome).toEqual({ kind: 'refuse', reason: 'adopted' });
    expect(decideSwitch(adopted, 'stopped', { by: admin, now }).outcome).toEqual({ kind: 'switched' });
  });

  test('a deleted integration is deleted', () => {
    expect(decideDelete(integration, admin, now).outcome).toEqual({ kind: 'deleted' });
  });
});

describe('descriptions', () => {
  test('a description in a further language has a summary or a text', () => {
    const text = { language: 'ru', summary: ' ', descriptionHtml: '' } as const;
    expect(checkText(text, 'en')).toEqual([{ field: 'summary', code: 'required' }]);
    expect(checkText({ ...text, summary: 'Чайки' }, 'en')).toEqual([]);
    expect(checkText({ ...text, descriptionHtml: '<p>Чайки</p>' }, 'en')).toEqual([]);
    expect(checkText(text, 'ru')).toEqual([]);
  });

  test('a description that does not exist is not removed', () => {
    const edit = { language: 'ru', expectedVersion: 3 } as const;
    expect(
      decideRemoveText({ ...integration, fields: { ...fields, language: 'en' } }, edit, { by: admin, now }).outcome,
    ).toEqual({
      kind: 'refuse',
      reason: 'no_text',
    });
  });
});

describe('fields', () => {
  test('more scopes than there are is an error of the whole field', () => {
    const scopes = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications', 'crm'];
    expect(
      fieldErrors({ ...fields, scopes }, 'own_account', 'private').filter(({ field }) => field === 'scopes'),
    ).toEqual([{ field: 'scopes', code: 'too_many' }]);
  });

  test('a changed list of origins is recorded with its entries apart', () => {
    const edited = { ...fields, buttonOrigins: ['https://a.test', 'https://b.test'] };
    expect(changedFields(fields, edited)).toEqual([
      { field: 'button_origins', before: '', after: 'https://a.test, https://b.test' },
    ]);
  });
});

describe('the limits of HTML', () => {
  test.each(['br', 'hr', 'img', 'input', 'wbr', 'meta', 'link', 'p', 'li', 'td', 'tr', 'option'])(
    'an element %s nests nothing',
    (name) => expect(htmlProblem(`<${name}>`.repeat(51))).toBeUndefined(),
  );

  test('51 open elements are nested too deep, 50 are not', () => {
    expect(htmlProblem('<b>'.repeat(50))).toBeUndefined();
    expect(htmlProblem('<b>'.repeat(51))).toBe('nested_too_deep');
  });

  test.each([' ', '\t', '\n', '\r', '\f'])('an attribute after %j counts', (blank) => {
    expect(htmlProblem(`<p${`${blank}a`.repeat(1_999)}>`)).toBeUndefined();
    expect(htmlProblem(`<p${`${blank}a`.repeat(2_000)}>`)).toBe('too_many_tags');
    expect(htmlProblem(`<p${blank.repeat(3_000)}>`)).toBeUndefined();
  });
});
