import type { ProblemEntry } from './problem-entry.ts';

/** Problems of requests about clone groups and adoptions. */
export const moderationProblems = {
  staff_required: {
    status: 403,
    en: { title: 'Only platform staff may do this', detail: 'A moderator or operator of the platform has to do it.' },
    ru: { title: 'Только для сотрудников платформы', detail: 'Это могут модераторы и операторы платформы.' },
  },
  adoption_not_found: {
    status: 404,
    en: { title: 'No such adoption', detail: 'This account has no such adoption request.' },
    ru: { title: 'Такой замены нет', detail: 'В этом аккаунте нет такого предложения о замене.' },
  },
  adoption_over: {
    status: 409,
    en: { title: 'The adoption is finished', detail: 'It was refused, carried out or dropped.' },
    ru: { title: 'Замена уже завершена', detail: 'Аккаунт отказался, замена выполнена или не состоялась.' },
  },
  not_published: {
    status: 409,
    en: { title: 'The integration is not published', detail: 'Only a published integration can adopt external ones.' },
    ru: { title: 'Интеграция не опубликована', detail: 'Заменить свои копии может только опубликованная интеграция.' },
  },
  origin_changed: {
    status: 409,
    en: {
      title: 'The redirect URI’s origin differs from the published one',
      detail:
        'External integrations can be adopted only at the origin reviewed at publication. Restore the redirect URI.',
    },
    ru: {
      title: 'Адрес возврата не тот, с которым её опубликовали',
      detail: 'Заменить можно только копии с адресом, проверенным при публикации. Верните прежний адрес возврата.',
    },
  },
  nothing_to_adopt: {
    status: 409,
    en: {
      title: 'Nothing to adopt',
      detail: 'Every account with external integrations of this origin has been asked already.',
    },
    ru: {
      title: 'Заменять нечего',
      detail: 'Всем аккаунтам с копиями этого адреса замену уже предлагали.',
    },
  },
  integration_adopted: {
    status: 409,
    en: { title: 'A published integration has replaced it', detail: 'It can’t be resumed.' },
    ru: { title: 'Её заменила опубликованная интеграция', detail: 'Возобновить её нельзя.' },
  },
} as const satisfies Record<string, ProblemEntry>;
