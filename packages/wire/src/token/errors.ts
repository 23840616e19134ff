/**
 * amoCRM's platform, which decides the language of error texts: 1 is Russian, 2 its English twin.
 *
 * @see docs/spec/dialect.md#token-errors
 */
export type Platform = 1 | 2;

/**
 * An error of the token endpoint before formatting. `hint` and `error` go on the wire verbatim.
 *
 * @see docs/spec/dialect.md#token-errors
 */
export interface TokenError {
  readonly status: 400 | 401 | 404 | 405 | 413 | 415 | 429 | 503;
  readonly hint?: string;
  readonly error:
    'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' | 'temporarily_unavailable';
}

/**
 * The body of an error of the token endpoint, with its members in wire order.
 *
 * @see RFC 6749 §5.2
 * @see docs/spec/dialect.md#token-errors
 */
export interface TokenErrorBody {
  readonly hint?: string;
  readonly title: string;
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly error: string;
  readonly error_description: string;
}

const words: Record<Platform, Record<'request' | 'client', { title: string; detail: string }>> = {
  1: {
    request: {
      title: 'Некорректный запрос',
      detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
    },
    client: { title: 'Некорректный клиент', detail: 'Авторизация клиента не прошла' },
  },
  2: {
    request: { title: 'Bad request', detail: 'Some parameters are missing or invalid' },
    client: { title: 'Invalid client', detail: 'Client authentication failed' },
  },
};

/**
 * Formats an error of the token endpoint for both amoCRM's client libraries and generic OAuth clients: amoCRM's members
 * in their observed order, then those of RFC 6749.
 *
 * @see RFC 6749 §5.2
 * @see docs/spec/dialect.md#token-errors
 */
export function formatTokenError(error: TokenError, platform: Platform): TokenErrorBody {
  const { title, detail } = words[platform][error.error === 'invalid_client' ? 'client' : 'request'];
  return {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    title,
    type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
    status: error.status,
    detail,
    error: error.error,
    error_description:
      error.hint ?? (error.error === 'invalid_client' ? 'Client authentication failed' : 'Bad request'),
  };
}
