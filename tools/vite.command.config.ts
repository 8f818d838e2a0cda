import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Packages that every command loads, of many small files each. The others are found where they are installed. */
const takenIn = ['@duckdb/node-api', 'commander', 'zod'];

/** The licences of what is taken in, beside it. */
function licenses(): Plugin {
  return {
    name: 'licenses',
    generateBundle() {
      const texts = takenIn.map((name) => `${name}\n\n${readFileSync(fromRoot(`node_modules/${name}/LICENSE`), 'utf8')}`);
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: texts.join('\n\n') });
    },
  };
}

/**
 * The command in few files: to find and load hundreds of modules one by one takes longer than a small answer does.
 * What is loaded only when it is asked for stays apart.
 */
export default defineConfig({
  root: fromRoot(''),
  publicDir: false,
  ssr: { noExternal: takenIn },
  plugins: [licenses()],
  build: {
    ssr: true,
    outDir: fromRoot('dist/cli'),
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { main: fromRoot('src/cli/main.ts'), 'simulation-worker': fromRoot('src/scale/workers/simulation-worker.ts') },
      // All in one folder: what a module finds beside itself, it finds from there.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
