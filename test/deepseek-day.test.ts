import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { forecastDeepSeekDay } from './deepseek-day.ts';
import { hasSharedData, sharedData } from './shared-data.ts';

test.skipIf(!hasSharedData())('the nodes of DeepSeek’s day follow from its demand, its hardware and its model', () => {
  const { nodesMean } = JSON.parse(readFileSync(`${sharedData}fleet/deepseek-day.json`, 'utf8')) as { readonly nodesMean: number };
  const forecast = forecastDeepSeekDay();
  expect(Math.abs(forecast.mid / nodesMean - 1)).toBeLessThan(0.2);
  expect(forecast.low).toBeLessThan(nodesMean);
  expect(forecast.high).toBeGreaterThan(nodesMean);
  expect(forecast.high / forecast.low).toBeLessThan(3);
});
