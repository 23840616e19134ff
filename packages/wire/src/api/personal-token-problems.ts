import type { ProblemEntry } from './problem-entry.ts';

/** What is refused about personal access tokens, and to them. */
export const personalTokenProblems = {
  invalid_token: {
    status: 401,
    en: {
      title: 'The personal access token does not work',
      detail:
        'It was mistyped, has ended, was revoked, or its person may do nothing here any more. The console tells its owner which.',
    },
    ru: {
      title: 'Персональный токен не работает',
      detail:
        'Он введён с ошибкой, истёк, отозван, или его владелец больше ничего здесь не может. Причину владелец увидит в консоли.',
    },
  },
  session_required: {
    status: 403,
    en: {
      title: 'This takes a browser’s session',
      detail: 'No personal access token can do it; sign in on the platform’s site and do it in the console.',
    },
    ru: {
      title: 'Здесь нужна сессия браузера',
      detail: 'Персональный токен этого не может: войдите на сайте платформы и сделайте это в консоли.',
    },
  },
  beyond_token: {
    status: 403,
    en: {
      title: 'The token is not for this',
      detail:
        'It lacks the ability, or is for another integration; /api/docs says which ability this takes. Mint another token.',
    },
    ru: {
      title: 'Токен выпущен не для этого',
      detail:
        'У него нет нужной возможности, или он для другой интеграции; какая возможность нужна, сказано в /api/docs. Выпустите другой токен.',
    },
  },
  personal_token_not_found: {
    status: 404,
    en: {
      title: 'No such token',
      detail: 'You have no personal access token with this id here; an admin sees everybody’s.',
    },
    ru: {
      title: 'Такого токена нет',
      detail: 'У вас здесь нет персонального токена с таким id; администратор видит токены всех.',
    },
  },
  too_many_personal_tokens: {
    status: 409,
    en: {
      title: 'Too many personal access tokens',
      detail: 'You have 50 that work in this account. Revoke some first.',
    },
    ru: {
      title: 'Слишком много персональных токенов',
      detail: 'У вас 50 действующих в этом аккаунте. Отзовите лишние.',
    },
  },
} as const satisfies Record<string, ProblemEntry>;
