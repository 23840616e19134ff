/**
 * The connect button: the script for an integrator's site, served by the platform as `/auth/button.js` and
 * `/auth/button.min.js`. This door is for those who build and serve the files; it touches no DOM. What runs in the
 * browser starts in `main.ts` and is bundled by `build.mjs`.
 */

/** The names that `buildButton` writes and the platform serves under `/auth/`: one to read, one to use. */
export const buttonFiles = { readable: 'button.js', minified: 'button.min.js' } as const;

/** Where the browser's part begins, counted from this package's folder. */
export const buttonSourceEntry = 'src/main.ts';

/** What the minified file may weigh, compressed with gzip. The build fails above it. */
export const buttonGzipMaxBytes = 4096;
