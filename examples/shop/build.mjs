/** Builds the example's site, and its widget for upload. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle, forNode, replaceFile } from '../../tools/output.mjs';

const source = join(import.meta.dirname, 'src');
const widget = join(import.meta.dirname, 'widget');
const dist = join(import.meta.dirname, 'dist');

/** Build units for `tools/build.mjs`. */
export const units = [
  {
    name: 'example shop',
    inputs: [join(source, 'main.ts'), source],
    outputs: [join(dist, 'main.js')],
    make: () => bundle({ ...forNode, entryPoints: [join(source, 'main.ts')], outfile: join(dist, 'main.js') }),
  },
  {
    name: 'example widget',
    inputs: [join(widget, 'manifest.json'), widget],
    outputs: [join(dist, 'widget.zip')],
    make: makeWidget,
  },
];

/** Zips the widget; the same files give the same bytes. */
async function makeWidget() {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const files = readdirSync(widget, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()) {
    zip.addFile(path, relative(widget, path), { mtime: new Date('2026-01-01T00:00:00Z'), mode: 0o100644 });
  }
  zip.end();
  const bytes = [];
  for await (const piece of zip.outputStream) bytes.push(piece);
  replaceFile(join(dist, 'widget.zip'), Buffer.concat(bytes));
}
