/**
 * The codes of the problems of a request's field. The first group means a request of the wrong form (400), the others an
 * unacceptable value (422).
 *
 * @see docs/spec/api-problems.md
 */
export const fieldProblemCodes = [
  'wrong_type',
  'unknown_field',
  'not_one_of',
  'malformed',
  'out_of_range',
  'required',
  'too_long',
  'too_many',
  'too_many_tags',
  'nested_too_deep',
  'duplicate',
  'unknown_scope',
  'control_characters',
  'not_an_email',
  'not_an_address',
  'not_https',
  'has_user_info',
  'has_fragment',
  'host_not_ascii',
  'not_an_origin',
  'too_large',
  'not_a_zip',
  'unsafe_path',
  'is_a_link',
  'encrypted',
  'nested_archive',
  'inflates_too_much',
  'size_differs',
  'damaged',
  'not_utf8',
  'not_json',
  'broken_picture',
  'not_at_top',
  'not_with_revoke_now',
] as const;

export type FieldProblemCode = (typeof fieldProblemCodes)[number];
