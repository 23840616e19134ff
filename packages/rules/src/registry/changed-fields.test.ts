import { expect, test } from 'vitest';
import type { IntegrationFields } from '../change.ts';
import { blankFields } from './field-values.ts';
import { changedFields, changedTextMax } from './changed-fields.ts';

const before: IntegrationFields = {
  ...blankFields,
  name: 'Tern',
  language: 'en',
  descriptionHtml: '<p>a</p>',
  redirectUri: 'https://a.test/cb',
  buttonOrigins: ['https://a.test'],
  scopes: ['crm', 'files'],
  logoHash: 'h1',
};

test('fields that an edit did not change are not logged, nor is another order of scopes', () => {
  expect(changedFields(before, { ...before, scopes: ['files', 'crm'] })).toEqual([]);
});

test('every field that an edit changed is logged, markup and pictures without their values', () => {
  const after: IntegrationFields = {
    ...blankFields,
    name: 'Gull',
    language: 'ru',
    summary: 'Mail',
    descriptionHtml: '<p>b</p>',
    redirectUri: 'https://b.test/cb',
    disconnectUri: 'https://b.test/bye',
    scopes: ['crm'],
  };
  expect(changedFields(before, after)).toEqual([
    { field: 'name', before: 'Tern', after: 'Gull' },
    { field: 'language', before: 'en', after: 'ru' },
    { field: 'summary', before: '', after: 'Mail' },
    { field: 'description' },
    { field: 'redirect_uri', before: 'https://a.test/cb', after: 'https://b.test/cb' },
    { field: 'button_origins', before: 'https://a.test', after: '' },
    { field: 'disconnect_uri', before: '', after: 'https://b.test/bye' },
    { field: 'scopes', before: 'crm, files', after: 'crm' },
    { field: 'logo' },
  ]);
});

test('a long text is shortened for the log without splitting a character', () => {
  const [changed] = changedFields(before, { ...before, summary: '😀'.repeat(changedTextMax) });
  expect(changed?.after).toHaveLength(changedTextMax - 1);
  expect(changed?.after).toMatch(/^(😀)+…$/u);
});
