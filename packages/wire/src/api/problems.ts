import { idempotencyProblems } from './idempotency-problems.ts';
import { moderationProblems } from './moderation-problems.ts';
import { personalTokenProblems } from './personal-token-problems.ts';
import type { ProblemEntry } from './problem-entry.ts';

/**
 * Every reason for which the JSON API refuses, by its code. A code keeps its meaning and its status for good; titles and
 * details are for people and may change.
 *
 * @see docs/spec/api-problems.md
 */
export const problemCatalogue = {
  unreadable_body: {
    status: 400,
    en: { title: 'The body cannot be read', detail: 'Send one JSON object in UTF-8.' },
    ru: { title: 'Тело запроса не читается', detail: 'Отправьте один объект JSON в UTF-8.' },
  },
  invalid_request: {
    status: 400,
    en: {
      title: 'The request has another form',
      detail: 'The address, the query or the body is not as described; `errors` names each field.',
    },
    ru: {
      title: 'Запрос составлен неверно',
      detail: 'Адрес, параметры или тело не такие, как описано; поля перечислены в `errors`.',
    },
  },
  ...idempotencyProblems,
  unauthenticated: {
    status: 401,
    en: { title: 'Nobody is signed in', detail: 'Sign in on the platform’s site; this API reads its session cookie.' },
    ru: { title: 'Вход не выполнен', detail: 'Войдите на сайте платформы: этот API читает её сессию.' },
  },
  wrong_credentials: {
    status: 401,
    en: {
      title: 'The integration is not known by these credentials',
      detail: 'Send `client_id` and `client_secret` in the body or by HTTP Basic.',
    },
    ru: {
      title: 'По этим ключам интеграция не найдена',
      detail: 'Передайте `client_id` и `client_secret` в теле или через HTTP Basic.',
    },
  },
  foreign_request: {
    status: 403,
    en: {
      title: 'The request comes from another site',
      detail: 'Only pages of the platform’s own site may send it: `Origin` must be the platform’s.',
    },
    ru: {
      title: 'Запрос пришёл с другого сайта',
      detail: 'Его могут отправлять только страницы самой платформы: `Origin` должен быть её адресом.',
    },
  },
  admin_required: {
    status: 403,
    en: { title: 'Only an admin may do this', detail: 'Ask an admin of this account.' },
    ru: { title: 'Это может только администратор', detail: 'Обратитесь к администратору аккаунта.' },
  },
  membership_deactivated: {
    status: 403,
    en: { title: 'You are deactivated in this account', detail: 'An admin of the account can activate you again.' },
    ru: { title: 'Вы отключены в этом аккаунте', detail: 'Включить вас снова может администратор аккаунта.' },
  },
  fresh_codes_forbidden: {
    status: 403,
    en: {
      title: 'The account forbids it',
      detail: 'An admin of the account has forbidden this integration to ask for codes; they can send one themselves.',
    },
    ru: {
      title: 'Аккаунт это запретил',
      detail: 'Администратор аккаунта запретил этой интеграции запрашивать коды; он может отправить код сам.',
    },
  },
  address_not_found: {
    status: 404,
    en: {
      title: 'No such address',
      detail: 'Nothing answers to this method and address; see /api/platform/openapi.json.',
    },
    ru: { title: 'Такого адреса нет', detail: 'По этому методу и адресу ничего нет; см. /api/platform/openapi.json.' },
  },
  account_not_found: {
    status: 404,
    en: { title: 'No such account', detail: 'There is no account with this id among yours.' },
    ru: { title: 'Такого аккаунта нет', detail: 'Среди ваших аккаунтов нет аккаунта с таким id.' },
  },
  integration_not_found: {
    status: 404,
    en: {
      title: 'No such integration',
      detail: 'This account has created no integration with this id, or it was deleted.',
    },
    ru: {
      title: 'Такой интеграции нет',
      detail: 'В этом аккаунте не создавали интеграцию с таким id, или она удалена.',
    },
  },
  installation_not_found: {
    status: 404,
    en: {
      title: 'No such installation',
      detail: 'There is no such account with this integration, or, where it has to be enabled there, it is not.',
    },
    ru: {
      title: 'Такой установки нет',
      detail: 'Аккаунта с этой интеграцией нет, или она в нём не включена, а это здесь нужно.',
    },
  },
  delivery_not_found: {
    status: 404,
    en: {
      title: 'No such delivery',
      detail: 'Nothing with this id was sent for this integration in the last 30 days.',
    },
    ru: {
      title: 'Такой доставки нет',
      detail: 'За последние 30 дней для этой интеграции ничего с таким id не отправлялось.',
    },
  },
  token_not_found: {
    status: 404,
    en: { title: 'No such token', detail: 'The integration has no long-lived token with this id.' },
    ru: { title: 'Такого токена нет', detail: 'У интеграции нет долгосрочного токена с таким id.' },
  },
  text_not_found: {
    status: 404,
    en: { title: 'No text in this language', detail: 'The integration has none to take away.' },
    ru: { title: 'Текста на этом языке нет', detail: 'У интеграции нечего удалять.' },
  },
  main_language_stays: {
    status: 409,
    en: {
      title: 'The main text stays',
      detail: 'Everybody sees it who has no text in their own language. Choose another main language first.',
    },
    ru: {
      title: 'Основной текст остаётся',
      detail: 'Его видят все, для чьего языка текста нет. Сначала выберите другой основной язык.',
    },
  },
  ...personalTokenProblems,
  long_lived_not_offered: {
    status: 409,
    en: {
      title: 'No long-lived tokens for this integration',
      detail: 'Only private and external integrations have them. A public one gets tokens by consent.',
    },
    ru: {
      title: 'У этой интеграции не бывает долгосрочных токенов',
      detail: 'Они есть только у частных и внешних интеграций. Публичная получает токены с согласия людей.',
    },
  },
  not_installed: {
    status: 409,
    en: { title: 'Not enabled in this account', detail: 'An admin allows the integration in this account first.' },
    ru: { title: 'Не включена в этом аккаунте', detail: 'Сначала администратор разрешает интеграцию в этом аккаунте.' },
  },
  integration_stopped: {
    status: 409,
    en: { title: 'The integration is switched off', detail: 'Its owner can switch it on in its own account.' },
    ru: { title: 'Интеграция выключена', detail: 'Включить её может владелец в своём аккаунте.' },
  },
  no_widget: {
    status: 409,
    en: {
      title: 'The integration has no live widget',
      detail: 'Codes are sent by hook to integrations with a widget.',
    },
    ru: {
      title: 'У интеграции нет действующего виджета',
      detail: 'Коды отправляются хуком только интеграциям с виджетом.',
    },
  },
  no_admin_grant: {
    status: 409,
    en: {
      title: 'No admin’s access is left',
      detail: 'An admin of the account has to allow the integration, or name a `grant_id`.',
    },
    ru: {
      title: 'Доступа от администратора не осталось',
      detail: 'Администратор аккаунта должен разрешить интеграцию; либо укажите `grant_id`.',
    },
  },
  grant_not_live: {
    status: 409,
    en: { title: 'This access does not live', detail: 'It ended, or it never was one of this installation.' },
    ru: { title: 'Этот доступ не действует', detail: 'Он прекращён или никогда не относился к этой установке.' },
  },
  too_many_tokens: {
    status: 409,
    en: { title: 'Too many long-lived tokens', detail: 'The integration has 50 that work. Revoke some first.' },
    ru: { title: 'Слишком много долгосрочных токенов', detail: 'У интеграции 50 действующих. Отзовите лишние.' },
  },
  member_not_found: {
    status: 404,
    en: { title: 'No such member', detail: 'Nobody with this id belongs to the account.' },
    ru: { title: 'Такого участника нет', detail: 'В аккаунте нет человека с таким id.' },
  },
  invitation_not_found: {
    status: 404,
    en: { title: 'No such invitation', detail: 'It was answered or withdrawn, or this account never sent it.' },
    ru: {
      title: 'Такого приглашения нет',
      detail: 'На него ответили, его отозвали, или этот аккаунт его не отправлял.',
    },
  },
  last_admin: {
    status: 409,
    en: {
      title: 'The last active admin',
      detail: 'An account keeps at least one active admin. Make somebody else an admin first.',
    },
    ru: {
      title: 'Последний администратор',
      detail: 'В аккаунте должен остаться хотя бы один действующий администратор. Сначала назначьте другого.',
    },
  },
  already_member: {
    status: 409,
    en: {
      title: 'A member already',
      detail: 'This person belongs to the account; if they are deactivated, activate them.',
    },
    ru: { title: 'Уже в аккаунте', detail: 'Этот человек уже в аккаунте; если он отключён, включите его.' },
  },
  already_invited: {
    status: 409,
    en: {
      title: 'Invited by somebody else',
      detail: 'This address has an invitation that another admin or an integration has sent. Withdraw it first.',
    },
    ru: {
      title: 'Уже приглашён другим',
      detail: 'На этот адрес уже отправил приглашение другой администратор или интеграция. Сначала отзовите его.',
    },
  },
  too_many_invitations: {
    status: 409,
    en: {
      title: 'Too many open invitations',
      detail: 'The account has 200 invitations without an answer. Withdraw some first.',
    },
    ru: { title: 'Слишком много приглашений', detail: 'У аккаунта 200 приглашений без ответа. Отзовите часть из них.' },
  },
  ...moderationProblems,
  widget_not_found: {
    status: 404,
    en: { title: 'No such version', detail: 'The integration’s widget has no version with this number.' },
    ru: { title: 'Такой версии нет', detail: 'У виджета этой интеграции нет версии с таким номером.' },
  },
  external_has_no_widget: {
    status: 409,
    en: { title: 'External integrations have no widget', detail: 'Create a private or public integration for it.' },
    ru: { title: 'У внешних интеграций нет виджета', detail: 'Создайте для него приватную или публичную интеграцию.' },
  },
  too_many_versions: {
    status: 409,
    en: { title: 'Too many versions', detail: 'An integration keeps at most 100 versions of its widget.' },
    ru: { title: 'Слишком много версий', detail: 'Интеграция хранит не больше 100 версий виджета.' },
  },
  hook_not_offered: {
    status: 409,
    en: {
      title: 'Integrations of this kind get no such hook',
      detail: 'Private and public ones get the install and the disconnect hook, external ones their keys.',
    },
    ru: {
      title: 'Интеграции этого вида такого хука не получают',
      detail: 'Частные и публичные получают хуки установки и отключения, внешние — свои ключи.',
    },
  },
  no_hook_address: {
    status: 409,
    en: { title: 'There is no address for this hook', detail: 'Enter one in the settings of the integration first.' },
    ru: { title: 'Для этого хука нет адреса', detail: 'Сначала укажите его в настройках интеграции.' },
  },
  delivery_pending: {
    status: 409,
    en: {
      title: 'On its way already',
      detail: 'It is still being delivered; wait for its end before sending it anew.',
    },
    ru: { title: 'Уже отправляется', detail: 'Доставка ещё идёт; дождитесь её конца, прежде чем отправлять снова.' },
  },
  delivery_never_resent: {
    status: 409,
    en: {
      title: 'This hook is never sent twice',
      detail: 'The code in an install hook works once. Ask for a fresh code instead.',
    },
    ru: {
      title: 'Этот хук не отправляют дважды',
      detail: 'Код в хуке установки работает один раз. Запросите вместо этого новый код.',
    },
  },
  edited_meanwhile: {
    status: 409,
    en: {
      title: 'Edited meanwhile',
      detail: 'Somebody else changed it after you read it. Read it again and repeat the change with its `version`.',
    },
    ru: {
      title: 'Уже изменено',
      detail: 'Кто-то изменил это после того, как вы прочитали. Прочитайте снова и повторите с новой `version`.',
    },
  },
  secret_replaced: {
    status: 409,
    en: {
      title: 'The secret key was replaced already',
      detail:
        'The secret in `replaces` is no longer the newest one. Nothing was changed; look at the keys that work now.',
    },
    ru: {
      title: 'Секретный ключ уже заменён',
      detail: 'Ключ из `replaces` уже не новейший. Ничего не изменено; посмотрите, какие ключи действуют сейчас.',
    },
  },
  body_too_large: {
    status: 413,
    en: { title: 'The body is too large', detail: 'The body is larger than this address takes.' },
    ru: { title: 'Тело запроса слишком велико', detail: 'Этот адрес не принимает тело такого размера.' },
  },
  unsupported_media_type: {
    status: 415,
    en: {
      title: 'Another type of body is needed',
      detail: 'Send `Content-Type: application/json`; a logo as `image/jpeg`, `image/png` or `image/gif`.',
    },
    ru: {
      title: 'Нужен другой тип тела',
      detail: 'Отправьте `Content-Type: application/json`; логотип – как `image/jpeg`, `image/png` или `image/gif`.',
    },
  },
  invalid_fields: {
    status: 422,
    en: { title: 'Some fields will not do', detail: 'Nothing was stored; `errors` names each field.' },
    ru: { title: 'Некоторые поля не подходят', detail: 'Ничего не сохранено; поля перечислены в `errors`.' },
  },
  not_a_picture: {
    status: 422,
    en: { title: 'Not a picture that can be kept', detail: 'Send a whole JPEG, PNG or GIF of at most 16 megapixels.' },
    ru: {
      title: 'Такое изображение сохранить нельзя',
      detail: 'Отправьте целый JPEG, PNG или GIF не больше 16 мегапикселей.',
    },
  },
  too_many_requests: {
    status: 429,
    en: { title: 'Too many requests', detail: 'Wait as long as `Retry-After` says.' },
    ru: { title: 'Слишком много запросов', detail: 'Подождите столько, сколько указано в `Retry-After`.' },
  },
  invalid_widget: {
    status: 422,
    en: { title: 'The widget will not do', detail: 'Nothing was stored; `errors` names each file and place.' },
    ru: { title: 'Виджет не подходит', detail: 'Ничего не сохранено; файлы и места перечислены в `errors`.' },
  },
  busy: {
    status: 503,
    en: { title: 'Busy', detail: 'Too many pictures are being read just now. Please try again in a moment.' },
    ru: { title: 'Сервер занят', detail: 'Сейчас обрабатывается слишком много изображений. Повторите чуть позже.' },
  },
  unavailable: {
    status: 503,
    en: { title: 'Not available just now', detail: 'Please try again in a moment.' },
    ru: { title: 'Временно недоступно', detail: 'Повторите чуть позже.' },
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCatalogue;

/** Whether this is a code of the catalogue. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemCatalogue, text);
}
