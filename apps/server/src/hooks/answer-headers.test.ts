import { describe, expect, test } from 'vitest';
import { answerHeaders } from './answer-headers.ts';

const secret = 'q7Xw+9aKd2mPzz';

describe('logged headers of an answer to a hook', () => {
  test('logged answer headers keep their order, and several of one name share a line', () => {
    expect(Object.entries(answerHeaders({ server: 'nginx', 'retry-after': '30', via: ['a', 'b'] }, []))).toEqual([
      ['server', 'nginx'],
      ['retry-after', '30'],
      ['via', 'a, b'],
    ]);
  });

  test.each([
    'set-cookie',
    'set-cookie2',
    'authorization',
    'proxy-authorization',
    'authentication-info',
    'x-auth-token',
    'x-csrf-token',
    'x-api-key',
    'x-session-id',
  ])('the log hides the value of the answer header %s, which is for the receiver’s own clients', (name) => {
    expect(answerHeaders({ [name]: ['s=1; Path=/', 't=2'] }, [])).toEqual({ [name]: '***' });
  });

  test('the log shows the answer header that tells a client how to authenticate', () => {
    expect(answerHeaders({ 'www-authenticate': 'Basic realm="ships"' }, [])).toEqual({
      'www-authenticate': 'Basic realm="ships"',
    });
  });

  test('logged answer headers contain no secret that was sent: in a value, URL-encoded, cut off, or in a name', () => {
    const said = { location: `/?code=${encodeURIComponent(secret)}`, 'x-echo': `got ${secret.slice(0, 9)}` };
    expect(answerHeaders({ ...said, 'x-q7xw+9akd2mpzz': secret }, [secret])).toEqual({
      location: '/?code=***',
      'x-echo': 'got ***',
      'x-***': '***',
    });
  });

  test('logged answer headers are cut to the first 4 KiB', () => {
    const kept = answerHeaders({ first: 'a'.repeat(4000), second: 'b'.repeat(1000), third: 'c' }, []);
    expect(Object.keys(kept)).toEqual(['first', 'second']);
    expect(kept['second']).toBe('b'.repeat(4096 - 'first: \n'.length - 4000 - 'second: \n'.length));
  });
});
