/** What is wrong with a widget's archive, and where. */
export interface WidgetProblem {
  /** The file inside the archive; `widget.zip` for the archive as a whole. */
  readonly file: string;
  /** The place inside that file, with `.` between members; empty for the file as a whole. */
  readonly field: string;
  readonly code: WidgetProblemCode;
}

/** @see docs/spec/api-problems.md */
export type WidgetProblemCode =
  | 'required'
  | 'too_long'
  | 'too_many'
  | 'duplicate'
  | 'wrong_type'
  | 'not_one_of'
  | 'malformed'
  | 'not_an_address'
  | 'not_https'
  | 'too_large'
  | 'not_a_zip'
  | 'unsafe_path'
  | 'is_a_link'
  | 'encrypted'
  | 'nested_archive'
  | 'inflates_too_much'
  | 'size_differs'
  | 'damaged'
  | 'has_bom'
  | 'not_utf8'
  | 'not_json'
  | 'unknown_text'
  | 'no_such_file'
  | 'not_a_png'
  | 'wrong_picture_size';

/** How an archive as a whole is called in a problem. */
export const wholeArchive = 'widget.zip';

/** More than this many problems help nobody. */
export const widgetProblemsMax = 200;
