import type { Difference, StatedFact } from '@pristan/rules';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '@pristan/wire';
import { textsIn, type Texts } from '../texts.ts';

/**
 * Target of a form: its action, and hidden values that the server wants back unread, such as sealed requests and
 * one-time tokens. Every form of every page is a POST with these fields.
 */
export interface FormTarget {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** Signed-in person for whom a page is rendered, as its header shows them. */
export interface Viewer {
  readonly name: string;
  readonly email: string;
  readonly homeUrl: string;
  readonly signOut: FormTarget;
}

/** Reason why a confirmation page is no longer valid: made for another session, or too long ago. */
export type StaleReason = 'other_session' | 'too_old';

/** Reason why a page asks for confirmation once more: it was no longer valid, or a fact that it stated has changed. */
export type ConfirmAgainView =
  { readonly kind: StaleReason } | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

/** Values that every page needs besides its own view. Made once per request. */
export interface PageContext {
  readonly language: Language;
  /** IANA name of the reader's time zone, known to `Intl`; pages show times in this zone. */
  readonly zone: string;
  /** Present time in epoch milliseconds, from which relative times count. */
  readonly now: number;
  /** Returns the URL of a file in `/assets/`, with the hash of its content. */
  readonly assetUrl: (name: string) => string;
  /**
   * Form of the page's language switch: posts `language=<code>`; the server knows where to return. `null`: no switch on
   * this page.
   */
  readonly languageForm: FormTarget | null;
  readonly viewer: Viewer | null;
  readonly again: ConfirmAgainView | null;
}

const SettingContext = createContext<(PageContext & Texts) | null>(null);

/** Provides the page's context to every component below it; only `renderPage` uses it. */
export const PageContextProvider = SettingContext.Provider;

/** The page's context with the texts of its language, made once for all of its components. */
export function withTexts(setting: PageContext): PageContext & Texts {
  return { ...setting, ...textsIn(setting.language) };
}

/** Context and texts of the page that is being rendered. Throws outside `renderPage`. */
export function usePage(): PageContext & Texts {
  const setting = useContext(SettingContext);
  if (setting === null) throw new Error('A page component was rendered outside renderPage');
  return setting;
}
