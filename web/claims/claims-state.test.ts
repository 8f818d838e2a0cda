import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { seed } from '../../src/base/random.ts';
import { readCaseFiles } from '../../src/cli/check/read-case-files.ts';
import { linkCase } from '../../src/judge/case/link-case.ts';
import { readCase } from '../../src/judge/case/read-case.ts';
import { judgeCase } from '../../src/judge/verdict/judge-case.ts';
import { claimsState, settingsFile } from './claims-state.ts';

const source = readCase(readCaseFiles(undefined, process.cwd()));
const answer = judgeCase(linkCase(source), { seed: seed(7), samples: 2000, sobolSamples: 128, otherSeeds: 0, deep: false });

test('a slider recomputes the opened claim at once and the others after a pause; resetting gives the stated answer back', () => {
  vi.useFakeTimers();
  const state = claimsState({ source, answer });
  state.opened.value = 'C1';
  state.set('c1-idle-before', '0.95');
  expect(state.answer.value.claims[0]?.readings[1]?.probability).toBe(1);
  const colossus = () =>
    state.answer.value.claims[1]?.readings.find(({ definition }) => definition === 'colossus-alone')?.quantity?.best ?? 0;
  const before = colossus();
  vi.runAllTimers();
  expect(colossus()).toBeGreaterThan(before * 1.2);
  state.reset();
  expect(state.answer.value).toBe(answer);
  vi.useRealTimers();
});

test('a value that cannot be is told, not thrown', () => {
  const state = claimsState({ source, answer });
  state.set('c1-idle-before', '5 to 1');
  expect(state.problem.value).toContain('empty');
});

test('what was set is saved as a file that tare check reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tare-what-if-'));
  writeFileSync(join(folder, 'what-if.yaml'), settingsFile(source, { 'c1-idle-before': '0.42', 'site-use': '0.5' }));
  const saved = readCase(readCaseFiles('what-if.yaml', folder));
  expect(saved.set).toEqual({ 'c1-idle-before': '0.42', 'site-use': '0.5' });
  expect(saved.title).toContain('(what if)');
  expect(linkCase(saved).inputs.get('c1-idle-before')).toMatchObject({ value: '0.42', from: 'set' });
  rmSync(folder, { recursive: true });
});
