import type { ProblemEntry } from './problem-entry.ts';

/** Problems of a request's idempotency key. @see docs/spec/api-problems.md#idempotency */
export const idempotencyProblems = {
  invalid_idempotency_key: {
    status: 400,
    en: {
      title: 'The idempotency key is invalid',
      detail: 'Send the header `Idempotency-Key` once, with 1 to 255 printable ASCII characters, or leave it out.',
    },
    ru: {
      title: 'Неверный ключ идемпотентности',
      detail:
        'Передайте заголовок `Idempotency-Key` один раз: от 1 до 255 печатных символов ASCII. Или не передавайте его.',
    },
  },
  idempotency_in_progress: {
    status: 409,
    en: {
      title: 'The first request is still running',
      detail: 'A request with this `Idempotency-Key` is running. Repeat it in a moment to get its response.',
    },
    ru: {
      title: 'Первый запрос ещё выполняется',
      detail: 'Запрос с этим `Idempotency-Key` ещё выполняется. Повторите его чуть позже и получите тот же ответ.',
    },
  },
  idempotency_key_reused: {
    status: 422,
    en: {
      title: 'The idempotency key belongs to another request',
      detail:
        'This `Idempotency-Key` was used for another request in the last 24 hours. Nothing was changed. Use a new key.',
    },
    ru: {
      title: 'Ключ идемпотентности уже занят другим запросом',
      detail:
        'За последние 24 часа с этим `Idempotency-Key` уже передан другой запрос. Ничего не изменено. Возьмите новый ключ.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
