/** A script tag's `data-` attributes, as `dataset` names them: `data-client-id` is `clientId`. */
export type TagData = Readonly<Record<string, string | undefined>>;

/** Which of the two classes a script tag carries; it decides two defaults and nothing else. */
export type Dialect = 'amocrm' | 'pristan';

/** Finds the script tags that ask for a button. */
export const tagSelector = 'script.amocrm_oauth,script.pristan_oauth';

/** What is logged, to the letter, about a tag that names neither an integration nor a whole description of one. */
export const incompleteTagMessage = 'No client_id or client_secret or script tag or metadata';

/** A tag with both classes counts as amoCRM's. */
export function dialectOf(classNames: { contains(name: string): boolean }): Dialect {
  return classNames.contains('amocrm_oauth') ? 'amocrm' : 'pristan';
}

/** The class of the generated `<div>`: `data-class-name`, else one by dialect. */
export function wrapperClass(data: TagData, dialect: Dialect): string {
  return data['className'] || `${dialect}-oauth`;
}
