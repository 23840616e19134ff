/** A script tag's `data-` attributes, as `dataset` names them: `data-client-id` is `clientId`. */
export type TagData = Readonly<Record<string, string | undefined>>;

/**
 * The product whose class a script tag has. It decides defaults, and for Kommo the window size and the path by
 * language.
 */
export type Dialect = 'amocrm' | 'kommo' | 'pristan';

/** Selects the script tags that get a button. */
export const tagSelector = 'script.amocrm_oauth,script.kommo_oauth,script.pristan_oauth';

/** The exact console message for a script tag that has neither a client ID nor a complete description. */
export const incompleteTagMessage = 'No client_id or client_secret or script tag or metadata';

/** The product whose class a tag has; of several classes, amoCRM's is preferred, then Kommo's. */
export function dialectOf(classNames: { contains(name: string): boolean }): Dialect {
  return classNames.contains('amocrm_oauth') ? 'amocrm' : classNames.contains('kommo_oauth') ? 'kommo' : 'pristan';
}

/** The class of the `<div>` around the button: `data-class-name`, else one by the tag's class. */
export function wrapperClass(data: TagData, dialect: Dialect): string {
  return data['className'] || `${dialect}-oauth`;
}
