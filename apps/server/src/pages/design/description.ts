/**
 * Long description of an integration. Its HTML is sanitized: no style attributes, scripts or outside pictures. Up to
 * `inlineDescriptionLimit` characters are shown on the consent page, a longer description on a page of its own, so that
 * the consent page stays small.
 */
export type Description = { readonly html: string } | { readonly url: string };

/**
 * Longest description of an integration, in characters of HTML, that is part of the consent page: that page has to stay
 * under 30 kB.
 */
export const inlineDescriptionLimit = 800;
