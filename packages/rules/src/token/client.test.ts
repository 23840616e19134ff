import { describe, expect, test } from 'vitest';
import { refuseClient } from './client.ts';
import { aClient } from '../testing/a-client.ts';

const client = aClient({ integrationId: 'n', keyEpoch: 1 });
const asked = { clientId: 'n', hasSecret: true };

describe('client authentication at the token endpoint', () => {
  test('client authentication accepts a client ID with its right secret', () => {
    expect(refuseClient(asked, client)).toBeUndefined();
  });

  test.each([
    ['no id', { ...asked, clientId: undefined }, client, { reason: 'parameter_missing', parameter: 'client_id' }],
    ['an unknown id', asked, undefined, { reason: 'client_unknown' }],
    ['no secret', { ...asked, hasSecret: false }, client, { reason: 'parameter_missing', parameter: 'client_secret' }],
    ['a wrong secret', asked, { ...client, secret: 'wrong' }, { reason: 'secret_wrong' }],
  ] as const)('client authentication refuses %s', (_what, request, facts, refusal) => {
    expect(refuseClient(request, facts)).toEqual({ kind: 'refuse', ...refusal });
  });

  test('client authentication reports the earlier of two defects', () => {
    expect(refuseClient({ clientId: undefined, hasSecret: false }, undefined)).toMatchObject({
      parameter: 'client_id',
    });
    expect(refuseClient({ clientId: 'x', hasSecret: false }, undefined)).toMatchObject({ reason: 'client_unknown' });
    expect(refuseClient({ clientId: 'n', hasSecret: false }, { ...client, secret: 'wrong' })).toMatchObject({
      parameter: 'client_secret',
    });
  });

  test('client authentication accepts a paused integration with its right secret', () => {
    expect(refuseClient(asked, { ...client, state: 'stopped' })).toBeUndefined();
  });
});
