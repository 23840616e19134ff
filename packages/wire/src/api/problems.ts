import { deliveryProblems } from './delivery-problems.ts';
import { idempotencyProblems } from './idempotency-problems.ts';
import { moderationProblems } from './moderation-problems.ts';
import { personalTokenProblems } from './personal-token-problems.ts';
import type { ProblemEntry } from './problem-entry.ts';
import { uploadProblems } from './upload-problems.ts';

/**
 * Every problem of the platform's JSON API, by its code. A code keeps its meaning and status forever; titles and
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
      title: 'The request is malformed',
      detail: 'The path, query or body does not match its schema. `errors` lists each field.',
    },
    ru: {
      title: 'Запрос составлен неверно',
      detail: 'Путь, параметры или тело не соответствуют схеме. Поля перечислены в `errors`.',
    },
  },
  ...idempotencyProblems,
  unauthenticated: {
    status: 401,
    en: { title: 'Nobody is signed in', detail: 'Sign in on the platform’s site. This API uses its session cookie.' },
    ru: { title: 'Вход не выполнен', detail: 'Войдите на сайте платформы: этот API использует её сеанс.' },
  },
  wrong_credentials: {
    status: 401,
    en: {
      title: 'The credentials are wrong',
      detail: 'Send the integration’s `client_id` and `client_secret` in the body or by HTTP Basic.',
    },
    ru: {
      title: 'Неверные учётные данные интеграции',
      detail: 'Передайте `client_id` и `client_secret` интеграции в теле или через HTTP Basic.',
    },
  },
  foreign_request: {
    status: 403,
    en: {
      title: 'The request comes from another site',
      detail: 'Only the platform’s own pages may send it: `Origin` must be the platform’s address.',
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
      title: 'The account does not allow code requests',
      detail:
        'An admin of the account has turned off code requests by this integration. An admin can still send a code.',
    },
    ru: {
      title: 'Аккаунт не разрешает запрашивать коды',
      detail:
        'Администратор аккаунта запретил этой интеграции запрашивать коды. Администратор может отправить код сам.',
    },
  },
  address_not_found: {
    status: 404,
    en: {
      title: 'No such address',
      detail: 'The API has no operation with this method and path. See /api/platform/openapi.json.',
    },
    ru: {
      title: 'Такого адреса нет',
      detail: 'В API нет операции с таким методом и путём. См. /api/platform/openapi.json.',
    },
  },
  method_not_allowed: {
    status: 405,
    en: { title: 'Method not allowed', detail: 'The `Allow` header lists the methods of this address.' },
    ru: { title: 'Этот метод здесь не работает', detail: 'По этому адресу работают методы из заголовка `Allow`.' },
  },
  account_not_found: {
    status: 404,
    en: { title: 'No such account', detail: 'You belong to no account with this id.' },
    ru: { title: 'Такого аккаунта нет', detail: 'Среди ваших аккаунтов нет аккаунта с таким id.' },
  },
  integration_not_found: {
    status: 404,
    en: {
      title: 'No such integration',
      detail: 'This account did not create an integration with this id, or it was deleted.',
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
      detail:
        'The account does not exist, has not installed the integration, or has disabled it although this operation needs it enabled.',
    },
    ru: {
      title: 'Такой установки нет',
      detail:
        'Аккаунта нет, интеграция в нём не установлена или отключена, а для этой операции она должна быть включена.',
    },
  },
  delivery_not_found: {
    status: 404,
    en: {
      title: 'No such delivery',
      detail: 'This integration has no delivery with this id in the last 30 days.',
    },
    ru: {
      title: 'Такой доставки нет',
      detail: 'За последние 30 дней у этой интеграции нет доставки с таким id.',
    },
  },
  token_not_found: {
    status: 404,
    en: { title: 'No such token', detail: 'The integration has no long-lived token with this id.' },
    ru: { title: 'Такого токена нет', detail: 'У интеграции нет долгосрочного токена с таким id.' },
  },
  text_not_found: {
    status: 404,
    en: { title: 'No text in this language', detail: 'The integration has no text to delete in this language.' },
    ru: { title: 'Текста на этом языке нет', detail: 'У интеграции нет текста на этом языке, удалять нечего.' },
  },
  main_language_stays: {
    status: 409,
    en: {
      title: 'The main text can’t be deleted',
      detail: 'People see it when there is no text in their language. Choose another main language first.',
    },
    ru: {
      title: 'Основной текст нельзя удалить',
      detail: 'Его видят люди, на чьём языке текста нет. Сначала выберите другой основной язык.',
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
    en: {
      title: 'Not enabled in this account',
      detail: 'An admin of this account has to allow the integration first.',
    },
    ru: {
      title: 'Не включена в этом аккаунте',
      detail: 'Сначала администратор должен разрешить интеграцию в этом аккаунте.',
    },
  },
  integration_stopped: {
    status: 409,
    en: { title: 'The integration is paused', detail: 'Its owner can resume it in its technical account.' },
    ru: { title: 'Интеграция приостановлена', detail: 'Возобновить её может владелец в её техническом аккаунте.' },
  },
  no_widget: {
    status: 409,
    en: {
      title: 'The integration has no published widget version',
      detail: 'Only integrations with a widget receive codes by hook.',
    },
    ru: {
      title: 'У интеграции нет опубликованной версии виджета',
      detail: 'Коды по вебхуку получают только интеграции с виджетом.',
    },
  },
  no_admin_grant: {
    status: 409,
    en: {
      title: 'No admin’s access is active',
      detail: 'An admin of the account has to allow the integration, or the request has to name a `grant_id`.',
    },
    ru: {
      title: 'Нет действующего доступа от администратора',
      detail: 'Администратор аккаунта должен разрешить интеграцию. Либо укажите `grant_id`.',
    },
  },
  grant_not_live: {
    status: 409,
    en: { title: 'This access is not active', detail: 'It has ended, or it belongs to another installation.' },
    ru: { title: 'Этот доступ не действует', detail: 'Он прекращён или относится к другой установке.' },
  },
  too_many_tokens: {
    status: 409,
    en: { title: 'Too many long-lived tokens', detail: 'The integration has 50 active ones. Revoke some first.' },
    ru: { title: 'Слишком много долгосрочных токенов', detail: 'У интеграции 50 действующих. Отзовите лишние.' },
  },
  member_not_found: {
    status: 404,
    en: { title: 'No such member', detail: 'The account has no member with this id.' },
    ru: { title: 'Такого участника нет', detail: 'В аккаунте нет участника с таким id.' },
  },
  invitation_not_found: {
    status: 404,
    en: {
      title: 'No such invitation',
      detail: 'It was accepted, declined or withdrawn, or this account never sent it.',
    },
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
      title: 'Already a member',
      detail: 'This person belongs to the account already. If they are deactivated, activate them.',
    },
    ru: { title: 'Уже участник', detail: 'Этот человек уже участник аккаунта. Если он отключён, включите его.' },
  },
  already_invited: {
    status: 409,
    en: {
      title: 'Invited by somebody else',
      detail: 'Another admin or an integration has invited this address. Withdraw that invitation first.',
    },
    ru: {
      title: 'Уже приглашён другим',
      detail: 'Этот адрес уже пригласил другой администратор или интеграция. Сначала отзовите то приглашение.',
    },
  },
  too_many_invitations: {
    status: 409,
    en: {
      title: 'Too many open invitations',
      detail: 'The account has 200 pending invitations. Withdraw some first.',
    },
    ru: { title: 'Слишком много приглашений', detail: 'У аккаунта 200 приглашений без ответа. Отзовите часть из них.' },
  },
  ...moderationProblems,
  widget_not_found: {
    status: 404,
    en: { title: 'No such version', detail: 'The integration’s widget has no version with this number.' },
    ru: { title: 'Такой версии нет', detail: 'У виджета этой интеграции нет версии с таким номером.' },
  },
  widget_unfinished: {
    status: 409,
    en: {
      title: 'This version can’t be published yet',
      detail:
        'The integration is published, so accounts would get this version. Its report lists the errors to fix first.',
    },
    ru: {
      title: 'Эту версию ещё нельзя опубликовать',
      detail:
        'Интеграция опубликована, и эту версию получили бы аккаунты. Ошибки, которые нужно исправить, перечислены в отчёте.',
    },
  },
  external_has_no_widget: {
    status: 409,
    en: { title: 'External integrations have no widget', detail: 'Create a private or public integration for it.' },
    ru: { title: 'У внешних интеграций нет виджета', detail: 'Создайте для него частную или публичную интеграцию.' },
  },
  too_many_versions: {
    status: 409,
    en: { title: 'Too many versions', detail: 'An integration keeps at most 100 versions of its widget.' },
    ru: { title: 'Слишком много версий', detail: 'Интеграция хранит не больше 100 версий виджета.' },
  },
  hook_not_offered: {
    status: 409,
    en: {
      title: 'Integrations of this kind don’t receive this hook',
      detail: 'Private and public integrations receive the install and disconnect hooks, external ones their keys.',
    },
    ru: {
      title: 'Интеграции этого вида не получают этот вебхук',
      detail: 'Частные и публичные получают вебхуки установки и отключения, внешние — свои ключи.',
    },
  },
  no_hook_address: {
    status: 409,
    en: { title: 'This hook has no address', detail: 'Enter one in the integration’s settings first.' },
    ru: { title: 'Для этого вебхука нет адреса', detail: 'Сначала укажите его в настройках интеграции.' },
  },
  ...deliveryProblems,
  edited_meanwhile: {
    status: 409,
    en: {
      title: 'Edited by somebody else',
      detail: 'It has changed since you read it. Read it again and repeat your change with the new `version`.',
    },
    ru: {
      title: 'Уже изменено',
      detail:
        'Данные изменились с тех пор, как вы их прочитали. Прочитайте их снова и повторите изменение с новой `version`.',
    },
  },
  secret_replaced: {
    status: 409,
    en: {
      title: 'The secret has already been replaced',
      detail: 'The secret named by `replaces` is no longer the newest one. Nothing was changed. See the active keys.',
    },
    ru: {
      title: 'Секретный ключ уже заменён',
      detail: 'Ключ из `replaces` больше не самый новый. Ничего не изменено. Посмотрите действующие ключи.',
    },
  },
  body_too_large: {
    status: 413,
    en: { title: 'The body is too large', detail: 'This address does not accept a body of this size.' },
    ru: { title: 'Тело запроса слишком велико', detail: 'Этот адрес не принимает тело такого размера.' },
  },
  unsupported_media_type: {
    status: 415,
    en: {
      title: 'The content type is not supported',
      detail: 'Send `Content-Type: application/json`, or for a logo `image/jpeg`, `image/png` or `image/gif`.',
    },
    ru: {
      title: 'Неподдерживаемый тип содержимого',
      detail: 'Отправьте `Content-Type: application/json`, а для логотипа — `image/jpeg`, `image/png` или `image/gif`.',
    },
  },
  invalid_fields: {
    status: 422,
    en: { title: 'Some fields are invalid', detail: 'Nothing was stored. `errors` lists each field.' },
    ru: { title: 'Некоторые поля заполнены неверно', detail: 'Ничего не сохранено. Поля перечислены в `errors`.' },
  },
  not_a_picture: {
    status: 422,
    en: { title: 'The picture can’t be used', detail: 'Send a complete JPEG, PNG or GIF of at most 16 megapixels.' },
    ru: {
      title: 'Такое изображение не подходит',
      detail: 'Отправьте неповреждённый JPEG, PNG или GIF не больше 16 мегапикселей.',
    },
  },
  ...uploadProblems,
  unavailable: {
    status: 503,
    en: { title: 'Temporarily unavailable', detail: 'Please try again in a moment.' },
    ru: { title: 'Временно недоступно', detail: 'Повторите чуть позже.' },
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCatalogue;

/** True for a code of the problem catalogue. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemCatalogue, text);
}
