import { describe, expect, test } from 'vitest';
import { formatProblem } from './problems.ts';

const written = (...args: Parameters<typeof formatProblem>) => JSON.stringify(formatProblem(...args));

describe('problem documents of the API', () => {
  test('the problem for a refused token is amoCRM’s document, in the platform’s language', () => {
    expect(written({ kind: 'unauthorized' }, 1)).toBe(
      '{"title":"Unauthorized","type":"https://httpstatus.es/401","status":401,"detail":"Неверный логин или пароль"}',
    );
    expect(written({ kind: 'unauthorized' }, 2)).toBe(
      '{"title":"Unauthorized","type":"https://httpstatus.es/401","status":401,"detail":"Invalid user name or password"}',
    );
  });

  test('the problem for a missing address names the address', () => {
    expect(written({ kind: 'not_found', method: 'GET', url: 'https://demo.example.com/api/v4/nothing' }, 1)).toBe(
      '{"title":"Not Found","type":"https://httpstatus.es/404","status":404,"detail":"Cannot GET https://demo.example.com/api/v4/nothing"}',
    );
  });

  test('the problem for too many requests has the seconds to wait', () => {
    expect(written({ kind: 'too_many', retryAfterSeconds: 1 }, 1)).toBe(
      '{"title":"Too Many Requests","type":"https://httpstatus.es/429","status":429,' +
        '"detail":"You have sent too many requests in a given amount of time. Please try again later.","retry_after":1}',
    );
  });

  test('the problem for an invalid body lists the errors by entity', () => {
    const error = (requestId: string, path: string) => ({
      requestId,
      code: 'NotBlank',
      path,
      detail: 'This value should not be blank.',
    });
    expect(
      written({ kind: 'invalid', errors: [error('0', 'name'), error('1', 'email'), error('0', 'email')] }, 1),
    ).toBe(
      '{"validation-errors":[' +
        '{"request_id":"0","errors":[{"code":"NotBlank","path":"name","detail":"This value should not be blank."},' +
        '{"code":"NotBlank","path":"email","detail":"This value should not be blank."}]},' +
        '{"request_id":"1","errors":[{"code":"NotBlank","path":"email","detail":"This value should not be blank."}]}],' +
        '"title":"Bad Request","type":"https://httpstatus.es/400","status":400,"detail":"Request validation failed"}',
    );
  });

  test.each([
    [{ kind: 'forbidden', detail: 'x' }, 403],
    [{ kind: 'method_not_allowed' }, 405],
    [{ kind: 'unprocessable', detail: 'Limit 250 per page' }, 422],
    [{ kind: 'blocked', retryAfterSeconds: 60 }, 403],
    [{ kind: 'too_large' }, 413],
    [{ kind: 'unsupported_type' }, 415],
    [{ kind: 'unavailable' }, 503],
  ] as const)('the problem for %j has its HTTP status in the body', (problem, status) => {
    expect(formatProblem(problem, 1)).toMatchObject({ status, type: `https://httpstatus.es/${status}` });
  });
});
