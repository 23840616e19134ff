/** Files served under `/assets/` by their served name, and served names by plain name (`pages.css`). */
export interface PageAssets {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Joins the style sheets of `folder` and names every file by its content. @param scripts the pages' scripts by plain
 * name
 */
export function pageAssets(folder: string, scripts: ReadonlyMap<string, Buffer>): Promise<PageAssets>;
