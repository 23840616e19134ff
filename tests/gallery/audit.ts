import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { faintTexts } from './contrast.ts';

/** Checks the shown page with axe and for contrast; each fault is one line of text. */
export interface Audit {
  /**
   * Violations of every axe rule, with their elements, and texts that are too faint in the shown theme. axe judges
   * contrast only if `contrastByAxe` is true: it also considers elements that lie over a text, and takes five times as
   * long as {@link faintTexts}.
   */
  all(options?: { readonly contrastByAxe?: boolean }): Promise<string[]>;
  /** Violations that depend on the theme, light or dark. */
  colours(): Promise<string[]>;
}

/** The part of axe's interface that the audit uses. */
interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }>;
}

// Playwright's builder for axe takes five times as long, because of frames, which no page has; so only its copy of axe
// is used.
const source = readFile(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Returns the checks for the page that is shown. */
export function auditor(page: Page): Audit {
  const axe = async (options: object): Promise<string[]> => {
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(await source);
    return page.evaluate(async (chosen) => {
      const { axe } = window as unknown as { axe: Axe };
      // By default axe parses every style sheet anew for a rule about orientation, which is off by default.
      const usual = { resultTypes: ['violations'], preload: { assets: ['media'] } };
      const { violations } = await axe.run(document, { ...usual, ...chosen });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    }, options);
  };
  const faint = (): Promise<string[]> => page.evaluate(faintTexts);
  return {
    // axe checks the size of targets only if asked to. @see WCAG 2.2 §2.5.8
    all: async ({ contrastByAxe = false } = {}) => [
      ...(await axe({ rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: contrastByAxe } } })),
      ...(await faint()),
    ],
    colours: async () => [...(await axe({ runOnly: ['link-in-text-block'] })), ...(await faint())],
  };
}
