import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { leanTables } from './lean-tables.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './',
  plugins: [leanTables()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      output: [
        // The whole in one script, for the single-file export.
        { codeSplitting: false, entryFileNames: 'tare-whole.js', assetFileNames: 'tare[extname]' },
        // What only some screens need comes when they are opened: the first screen stands sooner.
        { entryFileNames: 'tare.js', chunkFileNames: 'tare-[name].js', assetFileNames: 'tare[extname]' },
      ],
    },
  },
});
