import type { ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { SettingProvider, type PageSetting } from './design/setting.ts';

/**
 * Renders one page to a complete HTML document. Pure: the same node and setting give the same text.
 * The result has no inline script, style element or style attribute, so `script-src 'self'; style-src 'self'` serves it.
 */
export function renderPage(node: ComponentChild, setting: PageSetting): string {
  return '<!doctype html>' + renderToString(<SettingProvider value={setting}>{node}</SettingProvider>);
}

/** Renders what is the same for everybody who reads this language, to be kept and put into pages as it is. */
export function renderPiece(node: ComponentChild, { language }: Pick<PageSetting, 'language'>): string {
  const setting: PageSetting = {
    language,
    zone: 'UTC',
    now: 0,
    assetUrl: (name) => name,
    languageForm: null,
    viewer: null,
    again: null,
  };
  return renderToString(<SettingProvider value={setting}>{node}</SettingProvider>);
}
