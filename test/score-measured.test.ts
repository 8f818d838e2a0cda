import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coefficients } from '../src/scale/hardware/coefficients.ts';
import { findGpu } from '../src/scale/hardware/gpu-named.ts';
import { findModel } from '../src/scale/hardware/model-named.ts';
import { measuredTable } from '../src/scale/score/measured-table.ts';
import { scoreRuns } from '../src/scale/score/score-runs.ts';
import { hasSharedData, sharedData } from './shared-data.ts';

test.runIf(hasSharedData())('every part and model of the shared tables is known', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${sharedData}fleet/${name}`, 'utf8'));
  for (const { id } of read('hardware.json') as { id: string }[]) expect(findGpu(id)?.id).toBe(id);
  for (const { id } of read('models.json') as { id: string }[]) expect(findModel(id)?.id).toBe(id);
  for (const [alias, id] of Object.entries(read('gpu-aliases.json') as Record<string, string>)) expect(findGpu(alias)?.id).toBe(id);
});

test.runIf(hasSharedData())('the published measurements are predicted, nearly all and closely', () => {
  const text = readFileSync(`${sharedData}fleet/measured-dev.csv`, 'utf8');
  const { runs, skipped } = measuredTable(text, 'measured-dev.csv');
  const answer = scoreRuns(runs, skipped, coefficients);
  expect(answer.predicted / answer.scorable).toBeGreaterThanOrEqual(0.95);
  expect(answer.metrics['tpot_ms']?.dense?.median).toBeLessThan(0.08);
  expect(answer.metrics['tpot_ms']?.moe?.median).toBeLessThan(0.12);
  for (const family of ['dense', 'moe'] as const) {
    expect(answer.metrics['output_tok_s']?.[family]?.median).toBeLessThan(0.12);
    expect(answer.metrics['ttft_ms']?.[family]?.median).toBeLessThan(0.2);
  }
  for (const scores of Object.values(answer.metrics)) for (const score of Object.values(scores)) expect(score.n).toBeGreaterThan(0);
});
