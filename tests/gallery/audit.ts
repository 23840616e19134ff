import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { faintTexts } from './contrast.ts';

/** Runs axe, and a check of contrast, on the shown page: one line for each fault. */
export interface Audit {
  /** Every rule of axe but its contrast, with the elements, and texts that are too faint in the shown theme. */
  all(): Promise<string[]>;
  /** The rules that a theme can violate. */
  colours(): Promise<string[]>;
  /** Contrast as axe finds it: it also considers elements that lie over a text, and takes five times as long as {@link faintTexts}. */
  contrastByAxe(): Promise<string[]>;
}

/** The used part of axe's interface. */
interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }>;
}

// Playwright's builder for axe takes five times as long, for frames that no page has. Its copy of axe is enough.
const source = readFile(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Audits the shown page. */
export function auditor(page: Page): Audit {
  const axe = async (options: object): Promise<string[]> => {
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(await source);
    return page.evaluate(async (chosen) => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run(document, { resultTypes: ['violations'], ...chosen });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    }, options);
  };
  const faint = (): Promise<string[]> => page.evaluate(faintTexts);
  return {
    // The size of targets is off unless asked for. @see WCAG 2.2 §2.5.8
    all: async () => [
      ...(await axe({ rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: false } } })),
      ...(await faint()),
    ],
    colours: async () => [...(await axe({ runOnly: ['link-in-text-block'] })), ...(await faint())],
    contrastByAxe: () => axe({ runOnly: ['color-contrast'] }),
  };
}
