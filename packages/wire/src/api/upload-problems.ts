import type { ProblemEntry } from './problem-entry.ts';

/** Problems of uploads, and of requests that come too often. */
export const uploadProblems = {
  upload_too_slow: {
    status: 408,
    en: {
      title: 'The upload is too slow',
      detail: 'An upload needs at least 16 KiB a second, averaged over five seconds. Nothing was stored. Try again.',
    },
    ru: {
      title: 'Файл передаётся слишком медленно',
      detail: 'Нужно не меньше 16 КиБ в секунду в среднем за пять секунд. Ничего не сохранено. Повторите попытку.',
    },
  },
  too_many_requests: {
    status: 429,
    en: { title: 'Too many requests', detail: 'Wait as long as `Retry-After` says.' },
    ru: { title: 'Слишком много запросов', detail: 'Подождите столько, сколько указано в `Retry-After`.' },
  },
  invalid_widget: {
    status: 422,
    en: { title: 'The widget archive is invalid', detail: 'Nothing was stored. `errors` lists each file and place.' },
    ru: { title: 'Архив виджета не принят', detail: 'Ничего не сохранено. Файлы и места перечислены в `errors`.' },
  },
  busy: {
    status: 503,
    en: { title: 'The server is busy', detail: 'Too many uploads are being processed. Try again in a moment.' },
    ru: { title: 'Сервер занят', detail: 'Обрабатывается слишком много загрузок. Повторите чуть позже.' },
  },
} as const satisfies Record<string, ProblemEntry>;
