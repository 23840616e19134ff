/**
 * The connect button: the script for integrators' sites, which the platform serves as `/auth/button.js` and
 * `/auth/button.min.js`. This entry is for code that builds and serves those files, and uses no DOM. The browser's code
 * starts in `main.ts`; `build.mjs` bundles it.
 */

/** The file names that `buildButton` writes and the platform serves under `/auth/`. */
export const buttonFiles = { readable: 'button.js', minified: 'button.min.js' } as const;

/** The entry file of the browser's code, relative to this package's folder. */
export const buttonSourceEntry = 'src/main.ts';

/** Maximum gzip size of the minified button in bytes; the build fails above it. */
export const buttonGzipMaxBytes = 4096;
