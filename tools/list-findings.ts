import { formatPercent, formatQuantity, formatUsd } from '../src/base/number-format.ts';
import type { Finding } from '../src/call/finding.ts';
import type { WeighedCall } from '../src/call/weighing.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { shippedCoefficients } from '../src/measure/tokens/shipped-coefficients.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { priceBook } from '../src/weigh/prices/list-price-book.ts';
import { findWaste } from '../src/weigh/waste/find-waste.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';
import { realSets } from '../test/real-sources.ts';
import { wordsReused } from './content-reuse.ts';

// Prints every finding over real transcripts, with its evidence, to be judged by eye:
//   npx tsx tools/list-findings.ts [--cause NAME] [--set NAME] [--evidence N] [--reuse]
// --reuse says of each evidence how many of its own words the model still wrote after it was called waste.

const option = (name: string): string | undefined => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : process.argv[place + 1];
};
const onlyCause = option('cause');
const onlySet = option('set');
const evidence = Number(option('evidence') ?? 0);
const withReuse = process.argv.includes('--reuse');
const tools = { prices: priceBook(), estimator: learnedEstimator(shippedCoefficients) };
const print = (text: string): unknown => process.stdout.write(`${text}\n`);

const billOf = (calls: readonly WeighedCall[]): number => calls.reduce((sum, call) => sum + (call.price.reconstructed ?? 0), 0);

function printFinding(weighed: WeighedGroup, finding: Finding, bill: number): void {
  const share = finding.usd === undefined ? '' : ` (${formatPercent(finding.usd / bill)} of ${formatUsd(bill)})`;
  print(`  ${finding.state} ${finding.cause}${share}\n    ${finding.title}\n    -> ${finding.fix}`);
  for (const id of finding.segments.slice(0, evidence)) {
    const placed = weighed.segments.get(id);
    const claims = finding.claims.filter((claim) => claim.segment === id);
    const spans = claims.map((claim) => `${claim.from}-${claim.to} ${formatQuantity(claim.tokens, 'tok')}`).slice(0, 3);
    const tool = placed?.segment.tool;
    const words = withReuse ? wordsReused(weighed, finding, id) : [];
    reuse.evidence++;
    if (words.length > 2) reuse.reused++;
    const reused = withReuse ? ` reused: ${words.length}` : '';
    const { file = '', line = 0 } = placed?.entry.location ?? {};
    print(
      `      ${placed?.segment.kind ?? 'unseen'} ${tool?.name ?? placed?.segment.label ?? ''} ${tool?.target?.slice(0, 80) ?? ''} ${tool?.range ?? ''} [${spans.join('; ')}] ${file}:${line}${reused}`,
    );
  }
}

const reuse = { evidence: 0, reused: 0 };
const totals = new Map<string, { findings: number; usd: number; tokens: number }>();
let gross = 0;
let seconds = 0;
let calls = 0;
for (const { name: set, groups } of realSets()) {
  if (onlySet !== undefined && !set.startsWith(onlySet)) continue;
  for (const group of groups) {
    const weighed = attributeGroup(group, tools);
    const started = process.cpuUsage();
    const findings = findWaste(weighed);
    const used = process.cpuUsage(started);
    seconds += (used.user + used.system) / 1e6;
    const all = [...weighed.runs.values()].flat();
    calls += all.length;
    gross += billOf(all);
    const shown = findings.filter((finding) => onlyCause === undefined || finding.cause === onlyCause);
    for (const finding of findings) {
      const total = totals.get(finding.cause) ?? { findings: 0, usd: 0, tokens: 0 };
      total.findings++;
      total.usd += finding.usd ?? 0;
      total.tokens += finding.tokens;
      totals.set(finding.cause, total);
    }
    if (shown.length === 0) continue;
    print(`${set} ${group.id}: ${all.length} calls, ${formatUsd(billOf(all))}`);
    for (const finding of shown) printFinding(weighed, finding, billOf(all.filter((call) => call.session === finding.session)));
  }
}
if (withReuse) print(`\n${reuse.reused} of ${reuse.evidence} pieces of evidence were used later (more than two of their own words)`);
print(`\n${calls} calls, ${formatUsd(gross)} gross; detectors took ${seconds.toFixed(2)} CPU-seconds`);
for (const [cause, total] of [...totals].sort((a, b) => b[1].usd - a[1].usd)) {
  print(
    `${cause.padEnd(28)} ${String(total.findings).padStart(4)}  ${formatUsd(total.usd).padStart(8)}  ${formatQuantity(total.tokens, 'tok')}`,
  );
}
