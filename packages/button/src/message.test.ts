import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';

describe('a message that a page gets from the consent window', () => {
  it.each(['https://shop.example/back?code=1', 'http://localhost:3000/back'])(
    'a message from the consent window sends the page to %s',
    (url) => {
      expect(readMessage({ url }, 'id-1')).toEqual({ kind: 'go', url });
    },
  );

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    '\tjavascript:alert(1)//https://x',
    'data:text/html,x',
    'blob:https://shop.example/1',
    'file:///etc/passwd',
    'shop:open',
    '/back',
    '//evil.example',
    'https:',
    ['https://evil.example/'],
    { href: 'https://evil.example/' },
    7,
  ])('a message from the consent window does not send the page to %j', (url) => {
    expect(readMessage({ url }, 'id-1')).toBeUndefined();
  });

  it('a message with a bad address is not read as a denial', () => {
    expect(readMessage({ url: 'javascript:1', client_id: 'id-1', error: 'access_denied' }, 'id-1')).toBeUndefined();
  });

  it('a message is a denial for its own integration, with all its data', () => {
    const data = { client_id: 'id-1', error: 'access_denied', more: 1 };
    expect(readMessage(data, 'id-1')).toEqual({ kind: 'refused', error: 'access_denied', data });
  });

  it('a message is a denial for an external integration, with or without a client ID', () => {
    expect(readMessage({ error: 'access_denied' }, undefined)?.kind).toBe('refused');
    expect(readMessage({ error: 'access_denied', client_id: 'new' }, undefined)?.kind).toBe('refused');
  });

  it.each([
    [{ client_id: 'id-2', error: 'access_denied' }],
    [{ error: 'access_denied' }],
    [{ client_id: 'id-1', error: undefined, status: 'ok' }],
    [{ client_id: 'id-1', error: { toString: 'x' } }],
    [{}],
    [null],
    ['access_denied'],
    [undefined],
  ])('the message %j is not read as a denial', (data) => {
    expect(readMessage(data, 'id-1')).toBeUndefined();
  });
});
