import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { fleetDay } from '../../src/scale/fleet/fleet-day.ts';
import { startingValues, statedDay } from '../../src/scale/fleet/stated-day.ts';
import { gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../../src/scale/hardware/model-named.ts';
import { leanTables, withoutProperties } from '../../web/lean-tables.ts';
import { planGpus, planModels } from '../../web/state/plan-choices.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const shared = { fleetDay, startingValues, statedDay, gpuNamed, modelNamed };
type Shared = typeof shared;

/** The same modules as the page has them. */
async function asOnThePage(folder: string): Promise<Shared> {
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    [
      `export { fleetDay } from '${source}/scale/fleet/fleet-day.ts';`,
      `export { startingValues, statedDay } from '${source}/scale/fleet/stated-day.ts';`,
      `export { gpuNamed } from '${source}/scale/hardware/gpu-named.ts';`,
      `export { modelNamed } from '${source}/scale/hardware/model-named.ts';`,
    ].join('\n'),
  );
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    plugins: [leanTables()],
    build: { outDir: folder, emptyOutDir: false, minify: false, lib: { entry, formats: ['es'], fileName: () => 'lean.mjs' } },
  });
  return (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'lean.mjs')).href)) as Shared;
}

test('without what the page leaves out, every model on every part plans to the same last digit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tare-lean-'));
  try {
    const lean = await asOnThePage(folder);
    const planned = (with_: Shared, model: string, gpu: string): string => {
      try {
        return JSON.stringify(with_.fleetDay(with_.statedDay(with_.startingValues, with_.modelNamed(model), with_.gpuNamed(gpu), 'peak')));
      } catch (error) {
        return String(error);
      }
    };
    for (const model of planModels)
      for (const gpu of planGpus) expect(planned(lean, model, gpu), `${model} on ${gpu}`).toBe(planned(shared, model, gpu));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a property goes with all of its value, and nothing else does', () => {
  const code = "const a = {\n  id: 'x',\n  notes: 'one, {two}',\n  source: { text: 'a', parts: [1, 2] },\n  layers: 3,\n};";
  expect(withoutProperties(code, ['source', 'notes'])).toBe("const a = {\n  id: 'x',\n  layers: 3,\n};");
});
