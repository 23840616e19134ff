import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built by `tools/build.mjs` into the server's folder; served under `/console/`. */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    // A font or picture in a data: address would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
});
