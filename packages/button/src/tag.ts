/** A script tag's `data-` attributes, as `dataset` names them: `data-client-id` is `clientId`. */
export type TagData = Readonly<Record<string, string | undefined>>;

/** The class of a script tag. It decides defaults, and for Kommo's the window size and the path by language. */
export type Dialect = 'amocrm' | 'kommo' | 'pristan';

/** Selects the script tags that get a button. */
export const tagSelector = 'script.amocrm_oauth,script.kommo_oauth,script.pristan_oauth';

/** The exact console message for a tag that has neither an integration's id nor a complete description. */
export const incompleteTagMessage = 'No client_id or client_secret or script tag or metadata';

/** The class of a tag; of several, amoCRM's is preferred, then Kommo's. */
export function dialectOf(classNames: { contains(name: string): boolean }): Dialect {
  return classNames.contains('amocrm_oauth') ? 'amocrm' : classNames.contains('kommo_oauth') ? 'kommo' : 'pristan';
}

/** The class of the generated `<div>`: `data-class-name`, else one by the tag's class. */
export function wrapperClass(data: TagData, dialect: Dialect): string {
  return data['className'] || `${dialect}-oauth`;
}
