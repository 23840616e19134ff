import type { Difference, StatedFact } from '@pristan/rules';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { textsIn, type Language, type Texts } from '../texts.ts';

/**
 * Where a form goes and what the server wants back unread: sealed requests, one-time tokens.
 * Every form of every page is a POST with these hidden fields.
 */
export interface FormTarget {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** The person a page is rendered for, as the header shows them. */
export interface Viewer {
  readonly name: string;
  readonly email: string;
  readonly homeUrl: string;
  readonly signOut: FormTarget;
}

/** Why a page can be pressed no more: it was made for another session, or too long ago. */
export type StaleReason = 'other_session' | 'too_old';

/** Why a page asks once more: it was stale, or what it stated is not so any more. */
export type AskedAgainView =
  { readonly kind: StaleReason } | { readonly kind: 'changed'; readonly changed: readonly Difference<StatedFact>[] };

/** What every page needs besides its own view. Made once per request. */
export interface PageSetting {
  readonly language: Language;
  /** The reader's time zone by its IANA name, one that `Intl` knows; instants are told in it. */
  readonly zone: string;
  /** Epoch milliseconds; "3 min ago" counts from here. */
  readonly now: number;
  /** The address of a file of `/assets/`, with its content's hash in it. */
  readonly assetUrl: (name: string) => string;
  /** Posts `language=ru|en`; the server knows where to return. `null`: no switch on this page. */
  readonly languageForm: FormTarget | null;
  readonly viewer: Viewer | null;
  readonly again: AskedAgainView | null;
}

const SettingContext = createContext<PageSetting | null>(null);

/** Gives the setting to everything below it; `renderPage` is its only caller. */
export const SettingProvider = SettingContext.Provider;

/** The setting and the texts of the page being rendered. Throws outside `renderPage`. */
export function usePage(): PageSetting & Texts {
  const setting = useContext(SettingContext);
  if (setting === null) throw new Error('A page component was rendered outside renderPage');
  return { ...setting, ...textsIn(setting.language) };
}
