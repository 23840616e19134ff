/** Default number of rows in a page of the JSON API. */
export const PAGE_SIZE = 50;
