/**
 * What can be wrong with one field, by its code. The first group says that a request has another form than described
 * (400), the rest that a value will not do (422).
 *
 * @see docs/spec/api-problems.md
 */
export const fieldProblemCatalogue = {
  wrong_type: { en: 'Another type is expected.', ru: 'Ожидается другой тип.' },
  unknown_field: { en: 'There is no such field.', ru: 'Такого поля нет.' },
  not_one_of: { en: 'It is none of the values described.', ru: 'Такого значения среди описанных нет.' },
  malformed: { en: 'It has another form than described.', ru: 'Форма не такая, как описано.' },
  out_of_range: { en: 'It is outside the range described.', ru: 'Значение вне допустимых пределов.' },
  required: { en: 'It is missing or empty.', ru: 'Отсутствует или пусто.' },
  too_long: { en: 'It is too long.', ru: 'Слишком длинно.' },
  too_many: { en: 'There are too many.', ru: 'Слишком много значений.' },
  duplicate: { en: 'It stands there twice.', ru: 'Значение повторяется.' },
  unknown_scope: { en: 'There is no such scope.', ru: 'Такого права нет.' },
  control_characters: {
    en: 'It has characters that are not text: control characters, or ones that turn the direction of writing.',
    ru: 'Есть символы, которые не являются текстом: управляющие или меняющие направление письма.',
  },
  not_an_email: {
    en: 'Give an e-mail address such as name@example.com.',
    ru: 'Нужен адрес почты, например name@example.com.',
  },
  not_an_address: {
    en: 'Give an absolute address: scheme, host, path; no blanks.',
    ru: 'Нужен полный адрес: схема, хост, путь; без пробелов.',
  },
  not_https: {
    en: 'Give an https address. Loopback http will do only while the integration is used in its own account.',
    ru: 'Нужен адрес https. Локальный http годится, только пока интеграция работает в своём аккаунте.',
  },
  has_user_info: {
    en: 'No user name or password may stand in the address.',
    ru: 'В адресе не должно быть имени и пароля.',
  },
  has_fragment: { en: 'No # may stand in the address.', ru: 'В адресе не должно быть #.' },
  host_not_ascii: {
    en: 'Use Latin letters only; punycode is not taken either.',
    ru: 'Только латиница; punycode тоже не принимается.',
  },
  not_an_origin: {
    en: 'Give scheme, host and port only, in lower case, without a slash at the end.',
    ru: 'Только схема, хост и порт, строчными буквами, без косой черты в конце.',
  },
  too_large: { en: 'The file is larger than allowed.', ru: 'Файл больше допустимого.' },
  not_a_zip: { en: 'It is no whole zip archive.', ru: 'Это не целый архив zip.' },
  unsafe_path: {
    en: 'Such a path is not taken: it must stay below the archive and read alike on every system.',
    ru: 'Такой путь не годится: он должен оставаться внутри архива и одинаково читаться во всех системах.',
  },
  is_a_link: { en: 'Only plain files and folders are taken.', ru: 'Принимаются только обычные файлы и папки.' },
  encrypted: { en: 'It is encrypted.', ru: 'Файл зашифрован.' },
  nested_archive: { en: 'No archive may be inside the archive.', ru: 'Внутри архива не должно быть архивов.' },
  inflates_too_much: {
    en: 'Unpacked it is too large, or far larger than packed.',
    ru: 'После распаковки слишком много, или намного больше, чем в архиве.',
  },
  size_differs: { en: 'It has another size than the archive says.', ru: 'Размер не тот, который указан в архиве.' },
  damaged: {
    en: 'It cannot be unpacked, or the archive contradicts itself.',
    ru: 'Не распаковывается, или архив противоречит себе.',
  },
  has_bom: {
    en: 'The file begins with a byte order mark (BOM). Save it without one.',
    ru: 'Файл начинается с метки BOM. Сохраните его без неё.',
  },
  not_utf8: { en: 'The file is not UTF-8.', ru: 'Файл не в UTF-8.' },
  not_json: {
    en: 'The file is not JSON; comments and trailing commas are none either.',
    ru: 'Это не JSON; комментарии и лишние запятые недопустимы.',
  },
  unknown_text: {
    en: 'The manifest names this text, and the language’s file does not have it.',
    ru: 'Манифест ссылается на этот текст, а в файле языка его нет.',
  },
  no_such_file: { en: 'There is no such file in the archive.', ru: 'В архиве нет такого файла.' },
  not_a_png: { en: 'It is no whole PNG without animation.', ru: 'Это не целый PNG без анимации.' },
  wrong_picture_size: { en: 'The picture has another size in pixels.', ru: 'Изображение другого размера в пикселях.' },
  not_with_revoke_now: {
    en: 'With revoke_now the old secret ends at once, so no overlap can be given.',
    ru: 'При revoke_now старый ключ перестаёт работать сразу, поэтому срок указать нельзя.',
  },
} as const;

export type FieldProblemCode = keyof typeof fieldProblemCatalogue;
