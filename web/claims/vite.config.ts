import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Puts script and sheet into the page, so that one file is the whole report. */
function inlineEverything(): Plugin {
  return {
    name: 'inline-everything',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['report.html'];
      if (page?.type !== 'asset') throw new Error('no report.html in the bundle');
      let html = String(page.source);
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk') {
          const script = file.code.replaceAll('</script', '<\\/script');
          html = html.replace(new RegExp(`<script[^>]*src="[^"]*${file.fileName}"[^>]*></script>`), '');
          html = html.replace('</body>', () => `<script type="module">${script}</script></body>`);
          delete bundle[name];
        } else if (name.endsWith('.css')) {
          const sheet = String(file.source);
          html = html.replace(new RegExp(`<link[^>]*href="[^"]*${file.fileName}"[^>]*>`), () => `<style>${sheet}</style>`);
          delete bundle[name];
        }
      }
      page.source = html;
    },
  };
}

export default defineConfig({
  root: here,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [inlineEverything()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/claims', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: { input: `${here}report.html`, output: { codeSplitting: false } },
  },
});
