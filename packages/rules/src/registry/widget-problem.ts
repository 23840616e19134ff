/** A reason why a widget's archive is refused as dangerous or unreadable, with the file and field. */
export interface WidgetProblem {
  /** The file inside the archive; `widget.zip` means the whole archive. */
  readonly file: string;
  /** The member inside that file, as a path with `.` between names; empty for the whole file. */
  readonly field: string;
  readonly code: WidgetProblemCode;
}

/** The kinds of problems for which a widget's archive is refused. @see docs/spec/api-problems.md */
export type WidgetProblemCode =
  | 'required'
  | 'not_at_top'
  | 'too_long'
  | 'too_many'
  | 'duplicate'
  | 'wrong_type'
  | 'control_characters'
  | 'too_large'
  | 'not_a_zip'
  | 'unsafe_path'
  | 'is_a_link'
  | 'encrypted'
  | 'nested_archive'
  | 'inflates_too_much'
  | 'size_differs'
  | 'damaged'
  | 'not_utf8'
  | 'not_json'
  | 'broken_picture';

/** The file name that stands for the whole archive in a problem. */
export const wholeArchive = 'widget.zip';

/** Maximum number of reported problems of one widget archive. */
export const widgetProblemsMax = 200;
