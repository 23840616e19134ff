import type { ProblemEntry } from './problem-entry.ts';

/** Refusals for a request's idempotency key. @see docs/spec/api-problems.md#idempotency */
export const idempotencyProblems = {
  invalid_idempotency_key: {
    status: 400,
    en: {
      title: 'Not an idempotency key',
      detail: 'Send the header `Idempotency-Key` once, with 1 to 255 printable ASCII characters, or leave it out.',
    },
    ru: {
      title: 'Это не ключ идемпотентности',
      detail:
        'Передайте заголовок `Idempotency-Key` один раз: от 1 до 255 печатных символов ASCII. Или не передавайте его.',
    },
  },
  idempotency_in_progress: {
    status: 409,
    en: {
      title: 'The first try is still under way',
      detail:
        'A request with this `Idempotency-Key` is being carried out. Send it again in a moment to get its answer.',
    },
    ru: {
      title: 'Первая попытка ещё выполняется',
      detail: 'Запрос с этим `Idempotency-Key` ещё выполняется. Повторите его чуть позже и получите тот же ответ.',
    },
  },
  idempotency_key_reused: {
    status: 422,
    en: {
      title: 'The idempotency key belongs to another request',
      detail:
        'Another request was sent with this `Idempotency-Key` in the last 24 hours. Nothing was changed; use a new key.',
    },
    ru: {
      title: 'Ключ идемпотентности уже занят другим запросом',
      detail:
        'За последние 24 часа с этим `Idempotency-Key` уже передан другой запрос. Ничего не изменено; возьмите новый ключ.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
