import type { ProblemEntry } from './problem-entry.ts';

/** Problems of requests about personal access tokens, and of requests made with one. */
export const personalTokenProblems = {
  invalid_token: {
    status: 401,
    en: {
      title: 'The personal access token does not work',
      detail:
        'It is mistyped, expired or revoked, or its owner is no longer an active admin. The console shows the owner the reason.',
    },
    ru: {
      title: 'Персональный токен не работает',
      detail:
        'Он введён с ошибкой, истёк, отозван, или его владелец больше не действующий администратор. Причину владелец увидит в консоли.',
    },
  },
  session_required: {
    status: 403,
    en: {
      title: 'This needs a browser session',
      detail: 'Personal access tokens can’t do this. Sign in on the platform’s site and use the console.',
    },
    ru: {
      title: 'Здесь нужен сеанс браузера',
      detail: 'С персональным токеном этого сделать нельзя. Войдите на сайте платформы и сделайте это в консоли.',
    },
  },
  beyond_token: {
    status: 403,
    en: {
      title: 'The token does not allow this',
      detail:
        'It lacks the ability, or is limited to another integration. /console/api-docs lists the ability this needs. Create another token.',
    },
    ru: {
      title: 'Токен этого не разрешает',
      detail:
        'У него нет нужного разрешения, или он выпущен для другой интеграции. Нужное разрешение указано в /console/api-docs. Создайте другой токен.',
    },
  },
  personal_token_not_found: {
    status: 404,
    en: {
      title: 'No such token',
      detail: 'You have no personal access token with this id in this account. Admins see everybody’s tokens.',
    },
    ru: {
      title: 'Такого токена нет',
      detail: 'В этом аккаунте у вас нет персонального токена с таким id. Администратор видит токены всех.',
    },
  },
  too_many_personal_tokens: {
    status: 409,
    en: {
      title: 'Too many personal access tokens',
      detail: 'You have 50 active ones in this account. Revoke some first.',
    },
    ru: {
      title: 'Слишком много персональных токенов',
      detail: 'У вас 50 действующих в этом аккаунте. Отзовите лишние.',
    },
  },
} as const satisfies Record<string, ProblemEntry>;
