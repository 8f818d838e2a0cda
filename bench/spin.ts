import { groupEntries, readEntries } from '../test/real-groups.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { shippedCoefficients } from '../src/measure/tokens/shipped-coefficients.ts';
import { priceBook } from '../src/weigh/prices/list-price-book.ts';
import { weighGroup } from '../src/weigh/weigh-group.ts';
import { rollUp } from '../src/ledger/rollup.ts';
import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
const groups = groupEntries(readEntries(claudeCode, process.argv[2]!));
const tools = { prices: priceBook(), estimator: learnedEstimator(shippedCoefficients) };
const s = new Session(); s.connect();
if (process.argv[3] === 'heap') {
  for (const g of groups) rollUp(weighGroup(g, tools));
  await s.post('HeapProfiler.startSampling', { samplingInterval: 8192, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true } as any);
  for (const g of groups) rollUp(weighGroup(g, tools));
  const { profile } = await s.post('HeapProfiler.stopSampling') as any;
  const self = new Map<string, number>(); let tot = 0;
  const walk = (n: any) => { const k = `${n.callFrame.functionName} ${n.callFrame.url.split('/').slice(-1)}:${n.callFrame.lineNumber + 1}`; self.set(k, (self.get(k) ?? 0) + n.selfSize); tot += n.selfSize; n.children.forEach(walk); };
  walk(profile.head);
  console.log('total MB', tot / 1e6);
  for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log((v / 1e6).toFixed(2).padStart(8), k);
} else {
  await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 200 });
  await s.post('Profiler.start');
  const rounds = Number(process.argv[3] ?? 10);
  for (let i = 0; i < rounds; i++) for (const g of groups) rollUp(weighGroup(g, tools));
  const { profile } = await s.post('Profiler.stop') as any;
  writeFileSync('/tmp/weigh/prof/spin.cpuprofile', JSON.stringify(profile));
}
