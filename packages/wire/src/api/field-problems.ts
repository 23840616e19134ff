/**
 * The problems of a request's field, by code. The first group means a request of the wrong form (400), the others an
 * unacceptable value (422).
 *
 * @see docs/spec/api-problems.md
 */
export const fieldProblemCatalogue = {
  wrong_type: { en: 'The type is wrong.', ru: 'Неверный тип значения.' },
  unknown_field: { en: 'There is no such field.', ru: 'Такого поля нет.' },
  not_one_of: { en: 'The value is not one of those allowed.', ru: 'Такое значение не допускается.' },
  malformed: { en: 'The format is wrong.', ru: 'Неверный формат.' },
  out_of_range: { en: 'The value is out of range.', ru: 'Значение вне допустимых пределов.' },
  required: { en: 'Required.', ru: 'Обязательное поле.' },
  too_long: { en: 'Too long.', ru: 'Слишком длинно.' },
  too_many: { en: 'Too many values.', ru: 'Слишком много значений.' },
  too_many_tags: {
    en: 'Too many tags, attributes and entities.',
    ru: 'Слишком много тегов, атрибутов и мнемоник.',
  },
  nested_too_deep: { en: 'Tags are nested too deeply.', ru: 'Слишком глубокая вложенность тегов.' },
  duplicate: { en: 'The value is repeated.', ru: 'Значение повторяется.' },
  unknown_scope: { en: 'No such permission.', ru: 'Такого разрешения нет.' },
  control_characters: {
    en: 'Control characters, and characters that change the writing direction, are not allowed.',
    ru: 'Управляющие символы и символы, меняющие направление письма, недопустимы.',
  },
  not_an_email: {
    en: 'Enter an email address such as name@example.com.',
    ru: 'Укажите адрес почты, например name@example.com.',
  },
  not_an_address: {
    en: 'Enter a full https:// URL, without spaces.',
    ru: 'Укажите полный адрес https:// без пробелов.',
  },
  not_https: {
    en: 'Enter an https:// URL. Loopback http:// is allowed only while the integration works in its own account alone.',
    ru: 'Укажите адрес https://. Локальный http:// допустим, только пока интеграция работает лишь в своём аккаунте.',
  },
  has_user_info: {
    en: 'The URL can’t contain a user name or password.',
    ru: 'В адресе не должно быть имени пользователя и пароля.',
  },
  has_fragment: { en: 'The URL can’t contain a fragment (#).', ru: 'В адресе не должно быть фрагмента (#).' },
  host_not_ascii: {
    en: 'The host can have Latin letters only. Punycode is not allowed either.',
    ru: 'В имени хоста допустима только латиница. Punycode тоже не принимается.',
  },
  not_an_origin: {
    en: 'Enter only scheme, host and port, in lower case, without a trailing slash.',
    ru: 'Укажите только схему, хост и порт: строчными буквами, без косой черты в конце.',
  },
  too_large: { en: 'The file is too large.', ru: 'Файл слишком большой.' },
  not_a_zip: { en: 'Not a valid zip file.', ru: 'Это не архив zip, или он повреждён.' },
  unsafe_path: {
    en: 'The path is not allowed. It must stay inside the archive and mean the same on every system.',
    ru: 'Путь недопустим. Он не должен выходить за пределы архива и должен одинаково читаться во всех системах.',
  },
  is_a_link: { en: 'Only regular files and folders are allowed.', ru: 'Допустимы только обычные файлы и папки.' },
  encrypted: { en: 'The file is encrypted.', ru: 'Файл зашифрован.' },
  nested_archive: { en: 'The archive can’t contain another archive.', ru: 'Внутри архива не должно быть архивов.' },
  inflates_too_much: {
    en: 'The unpacked file is too large, or its compression ratio is too high.',
    ru: 'После распаковки файл слишком большой, или степень сжатия слишком высока.',
  },
  size_differs: {
    en: 'The size differs from the one in the archive’s index.',
    ru: 'Размер не совпадает с указанным в оглавлении архива.',
  },
  damaged: {
    en: 'The file can’t be unpacked, or the archive contradicts itself.',
    ru: 'Файл не распаковывается, или архив противоречит себе.',
  },
  not_utf8: { en: 'The file is not UTF-8.', ru: 'Файл не в UTF-8.' },
  not_json: {
    en: 'The file is not valid JSON. Comments and trailing commas are not allowed.',
    ru: 'Это не JSON. Комментарии и лишние запятые недопустимы.',
  },
  broken_picture: {
    en: 'The picture is incomplete or damaged. Save it again as PNG.',
    ru: 'Картинка неполная или повреждена. Сохраните её заново в PNG.',
  },
  not_at_top: {
    en: 'manifest.json must be at the top of the archive, or in its only folder. Zip the contents of this folder.',
    ru: 'manifest.json должен лежать в корне архива или в его единственной папке. Упакуйте содержимое этой папки.',
  },
  not_with_revoke_now: {
    en: 'revoke_now expires the old secret immediately, so it can’t be combined with an overlap.',
    ru: 'При revoke_now прежний ключ перестаёт работать сразу, поэтому срок указать нельзя.',
  },
} as const;

export type FieldProblemCode = keyof typeof fieldProblemCatalogue;
