import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const routes = path.join(import.meta.dirname, '..');

/** POST routes of pages whose form is not a confirmation of what the page stated, each with the reason. */
const withoutStatement: Readonly<Record<string, string>> = {
  '/sign-in': 'the password is the consent',
  '/sign-out': 'ends the session that sends it',
  '/language': 'changes a language',
  '/oauth/choose': 'leads to the page that asks',
  '/oauth/deny': 'gives nothing, and anybody may',
  '/oauth/external/choose': 'leads to the page that asks',
  '/oauth/external/deny': 'gives nothing, and anybody may',
  PATH: 'asks for a reset: sends a letter to the address alone',
  '${PATH}/:token': 'the link of the letter is the consent',
};

/** Finds every `app.post(…)` of page routes in the sources, with its source text up to the next route. */
async function posts(): Promise<readonly { readonly file: string; readonly address: string; readonly text: string }[]> {
  const files = (await readdir(routes, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(routes, file), 'utf8');
      if (!text.includes('pageRoute(')) return [];
      return [...text.matchAll(/\n  app\.post(?:<[^(]*>)?\(\s*[`']?([^`',]+)[`']?,([\s\S]*?)(?=\n  app\.|\n}\n)/g)].map(
        ([, address = '', handler = '']) => ({ file, address, text: handler }),
      );
    }),
  );
  return found.flat();
}

test('every form of a page reads a confirmation of what the page stated, or is listed as an exception with a reason', async () => {
  const all = await posts();
  expect(all.length).toBeGreaterThan(15);
  const asking = all.filter(({ text }) => /readConfirmation\(|acceptAs\(|readAnswer\(/.test(text));
  const others = all.filter((one) => !asking.includes(one)).map(({ address }) => address);
  expect(others.sort()).toEqual(Object.keys(withoutStatement).sort());
  expect(asking.map(({ file }) => file).sort()).toEqual([
    'accounts/invitation.ts',
    'accounts/invitation.ts',
    'authorize/decision.ts',
    'authorize/external.ts',
    'install/code.ts',
    'install/configure.ts',
    'install/end.ts',
    'install/end.ts',
    'install/widget.ts',
    'moderation/refuse.ts',
  ]);
});
