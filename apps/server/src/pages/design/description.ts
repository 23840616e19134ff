/**
 * The integration's long description. HTML is sanitized: no style attributes, scripts or outside pictures. Up to
 * `inlineDescriptionLimit` characters are shown on the page, longer ones on a page of their own, so that consent stays
 * small.
 */
export type Description = { readonly html: string } | { readonly url: string };

/** Longest description, in characters of HTML, that is part of the consent page: the page has to stay under 30 kB. */
export const inlineDescriptionLimit = 800;
