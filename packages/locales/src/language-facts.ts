/** The name of a language, as in a language's `language.json`. */
export interface LanguageName {
  /** The language's own name: «Русский». */
  readonly name: string;
  /** Place in lists of languages; a language without one comes last. */
  readonly order?: number;
}

/** Facts of a language of the platform, as in its `language.json`. */
export interface LanguageFacts extends LanguageName {
  /** Locale of dates and times (BCP 47). */
  readonly dates: string;
  /** Languages (ISO 639-1) whose readers get this one rather than English. */
  readonly readers?: readonly string[];
  /** Fonts that its letters need beside the Latin one. */
  readonly fonts?: readonly string[];
}
