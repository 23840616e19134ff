/** The connect button's texts in one language, as in its `button.json`. */
export interface ButtonTexts {
  readonly title: string;
  /** The text before the link, shown when the browser opened no window. */
  readonly blocked: string;
  /** The text of the link that continues in the page's window. */
  readonly link: string;
  /** Path of Kommo's authorize page in this language; empty when it has none, as English. */
  readonly path: string;
}
