/** How many rows a page of the JSON API has unless told. */
export const PAGE_SIZE = 50;
