import { describe, expect, test } from 'vitest';
import { formatTokenError } from './errors.ts';

// The token endpoint's error as JSON text: amoCRM's body as observed, then the two members of RFC 6749 §5.2. Compared
// as text, since clients depend on the exact names and strings.
const written = (...args: Parameters<typeof formatTokenError>) => JSON.stringify(formatTokenError(...args));

describe('an error of the token endpoint', () => {
  test('an error of the token endpoint has amoCRM’s body on the Russian platform, with the hint first', () => {
    expect(written({ status: 400, hint: 'Authorization code has expired', error: 'invalid_grant' }, 1)).toBe(
      '{"hint":"Authorization code has expired","title":"Некорректный запрос",' +
        '"type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":400,' +
        '"detail":"В запросе отсутствует ряд параметров или параметры невалидны",' +
        '"error":"invalid_grant","error_description":"Authorization code has expired"}',
    );
  });

  test('the error of the token endpoint for a used refresh token has status 401 in the body too', () => {
    expect(written({ status: 401, hint: 'Token has been revoked', error: 'invalid_grant' }, 1)).toBe(
      '{"hint":"Token has been revoked","title":"Некорректный запрос",' +
        '"type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
        '"detail":"В запросе отсутствует ряд параметров или параметры невалидны",' +
        '"error":"invalid_grant","error_description":"Token has been revoked"}',
    );
  });

  test('the error of the token endpoint for failed client authentication has no hint, and its own text', () => {
    expect(written({ status: 401, error: 'invalid_client' }, 1)).toBe(
      '{"title":"Некорректный клиент","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
        '"detail":"Авторизация клиента не прошла",' +
        '"error":"invalid_client","error_description":"Client authentication failed"}',
    );
  });

  test('an error of the token endpoint is in English on the English platform; hints are English on both', () => {
    expect(written({ status: 400, hint: 'Check the `client_id` parameter', error: 'invalid_request' }, 2)).toBe(
      '{"hint":"Check the `client_id` parameter","title":"Bad request",' +
        '"type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":400,' +
        '"detail":"Some parameters are missing or invalid",' +
        '"error":"invalid_request","error_description":"Check the `client_id` parameter"}',
    );
    expect(written({ status: 401, error: 'invalid_client' }, 2)).toBe(
      '{"title":"Invalid client","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
        '"detail":"Client authentication failed",' +
        '"error":"invalid_client","error_description":"Client authentication failed"}',
    );
  });
});
