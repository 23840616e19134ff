import type { ProblemEntry } from './problem-entry.ts';

/** Reasons of the watch over clones and of their adoption; a part of the catalogue. */
export const moderationProblems = {
  staff_required: {
    status: 403,
    en: { title: 'Only for the platform’s staff', detail: 'Moderators and operators of the platform may do this.' },
    ru: { title: 'Только для сотрудников платформы', detail: 'Это могут модераторы и операторы платформы.' },
  },
  adoption_not_found: {
    status: 404,
    en: { title: 'No such adoption', detail: 'Nobody has asked this account about it.' },
    ru: { title: 'Такой замены нет', detail: 'Этому аккаунту её не предлагали.' },
  },
  adoption_over: {
    status: 409,
    en: { title: 'Decided already', detail: 'It was refused, has happened, or came to nothing.' },
    ru: { title: 'Уже решено', detail: 'От замены отказались, она прошла или не состоялась.' },
  },
  not_published: {
    status: 409,
    en: { title: 'The integration is not published', detail: 'Only a published integration can adopt its clones.' },
    ru: { title: 'Интеграция не опубликована', detail: 'Заменить свои копии может только опубликованная интеграция.' },
  },
  origin_changed: {
    status: 409,
    en: {
      title: 'Not the address it was published with',
      detail: 'Only the origin that it was published with can be adopted. Set the redirect URI back to it.',
    },
    ru: {
      title: 'Адрес уже не тот, с которым её опубликовали',
      detail:
        'Заменить можно только копии с того адреса, с которым интеграцию опубликовали. Верните прежний redirect URI.',
    },
  },
  nothing_to_adopt: {
    status: 409,
    en: {
      title: 'Nothing to adopt',
      detail: 'No account has a clone with this origin that was not asked about before.',
    },
    ru: {
      title: 'Заменять нечего',
      detail: 'Нет аккаунтов с копией на этом адресе, которым замену ещё не предлагали.',
    },
  },
  integration_adopted: {
    status: 409,
    en: { title: 'A published integration took its place', detail: 'It stays switched off.' },
    ru: { title: 'Её заменила опубликованная интеграция', detail: 'Она остаётся выключенной.' },
  },
} as const satisfies Record<string, ProblemEntry>;
