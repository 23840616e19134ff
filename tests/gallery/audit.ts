import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe finds in the page that is shown: one line for each rule that is broken, with the elements. */
export interface Audit {
  /** Every rule. */
  all(): Promise<string[]>;
  /** The rules that a theme can break. */
  colours(): Promise<string[]>;
}

/** What is used of axe. */
interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }>;
}

// Playwright's builder for axe takes five times as long, for frames that no page of ours has. Its copy of axe will do.
const source = readFile(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Audits what a page shows. */
export function auditor(page: Page): Audit {
  const audit = async (rules: readonly string[] | undefined): Promise<string[]> => {
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(await source);
    return page.evaluate(async (runOnly) => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run(document, {
        resultTypes: ['violations'],
        // Off unless asked for. @see WCAG 2.2 §2.5.8
        rules: { 'target-size': { enabled: true } },
        ...(runOnly === undefined ? {} : { runOnly: [...runOnly] }),
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    }, rules);
  };
  return { all: () => audit(undefined), colours: () => audit(['color-contrast', 'link-in-text-block']) };
}
