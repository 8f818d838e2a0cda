import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    // One script and one sheet under fixed names: the single-file export inlines them.
    rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'tare.js', assetFileNames: 'tare[extname]' } },
  },
});
