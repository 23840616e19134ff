import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The chunk with all texts of one language, for a file that belongs to it. */
function textsChunk(file: string): string | null {
  const [, language] =
    /[\\/]locales[\\/](?:src[\\/]generated[\\/]console[\\/])?([a-z]{2})(?:[\\/](?:console[\\/]|terms[.])|[.]ts)/.exec(
      file,
    ) ?? [];
  return language === undefined ? null : `texts-${language}`;
}

/**
 * Build of the console, run by `build.mjs`: output goes into the server's folder and is served at `/console/`.
 */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    // A font or image in a data: URL would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // On a slow network each file costs a round trip, and six load at a time; so there are few chunks, and a page
          // uses all of each chunk it loads.
          groups: [
            { name: textsChunk, debugName: 'texts', priority: 3 },
            { name: 'frame', tags: ['$initial'], priority: 2 },
            { name: 'pieces', minShareCount: 4, maxModuleSize: 40_000, priority: 1 },
          ],
        },
      },
    },
  },
});
