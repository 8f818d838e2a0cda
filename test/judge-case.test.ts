import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed, type Seed } from '../src/base/random.ts';
import { readCaseFiles } from '../src/cli/check/read-case-files.ts';
import { registerCheck } from '../src/cli/commands/check.ts';
import type { World } from '../src/cli/world.ts';
import { linkCase } from '../src/judge/case/link-case.ts';
import type { LinkedCase } from '../src/judge/case/linked-case.ts';
import { readCase } from '../src/judge/case/read-case.ts';
import { claimReviews } from '../src/judge/interchange/claim-review.ts';
import { samplesCsv } from '../src/judge/interchange/samples-csv.ts';
import type { CaseAnswer } from '../src/judge/verdict/case-answer.ts';
import { judgeCase } from '../src/judge/verdict/judge-case.ts';
import { fullJudgement } from '../src/judge/verdict/judge-options.ts';

const source = readCase(readCaseFiles(undefined, process.cwd()));
const linked = linkCase(source);
const answer = judgeCase(linked, fullJudgement(seed(7), 20_000));
const some = { ...linked, claims: linked.claims.slice(0, 5) };
const small = (at: Seed): CaseAnswer => judgeCase(some, { ...fullJudgement(at, 2000), sobolSamples: 256, otherSeeds: 1 });
const claim = (id: string) => {
  const found = answer.claims.find((item) => item.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const main = (id: string) => claim(id).readings[0]?.quantity?.best;

test('fourteen claims, each with an alternative, a would-change list, both sides and a first and a present verdict', () => {
  expect(source.claims.map(({ id }) => id)).toEqual(Array.from({ length: 14 }, (_, index) => `C${index + 1}`));
  for (const item of source.claims) {
    expect(item.alternatives.length).toBeGreaterThan(0);
    expect(item.wouldChange.length).toBeGreaterThan(0);
    for (const text of [item.for, item.against, item.answer, item.errs, item.sanity]) expect(text.length).toBeGreaterThan(20);
    expect({ claim: item.id, verdict: item.changelog.at(-1)?.verdict }).toEqual({ claim: item.id, verdict: claim(item.id).verdict });
  }
});

test('every row of evidence is in a formula, named as context, or listed as unused', () => {
  const { inFormulas, asContext, unused, rows } = answer.evidence;
  expect([...inFormulas, ...asContext, ...unused].toSorted()).toEqual(source.evidence.map(({ id }) => id).toSorted());
  expect(rows).toBeGreaterThanOrEqual(132);
  expect(answer.evidence.conflicts.map((pair) => pair.join(' '))).toEqual(
    expect.arrayContaining([
      'deal-gpus deal-gpus-both-sites',
      'claude-consumer-users claude-consumer-users-asiaict',
      'deal-term-months deal-term-months-musk',
    ]),
  );
});

// What the first reading of the same evidence found by another program; the two must agree or NOTES.md says why not.
test('the readings agree with an independent first computation', () => {
  expect(answer.parting?.value).toBeCloseTo(2.2, 0);
  expect(main('C2')).toBeCloseTo(0.043, 2);
  expect(main('C3')).toBeCloseTo(2.4, 1);
  expect(claim('C3').readings[1]?.quantity?.best).toBeCloseTo(1.2, 1);
  expect(Math.abs((main('C6') ?? 0) - 0.21)).toBeLessThan(0.01);
  expect(claim('C8').readings.find(({ definition }) => definition === 'agents-only')?.quantity?.best).toBeCloseTo(0.07, 1);
  expect(claim('C8').readings.find(({ definition }) => definition === 'chat-only')?.quantity?.best).toBeCloseTo(0.26, 1);
  expect(claim('C9').readings.find(({ definition }) => definition === 'one-shot-documents')?.quantity?.best).toBeCloseTo(0.08, 2);
  expect(main('C10')).toBeCloseTo(0.944, 3);
});

test('the answer has the promised shape, and the same bytes for the same seed', () => {
  const once = JSON.stringify(small(seed(7)));
  expect(JSON.stringify(small(seed(7)))).toBe(once);
  expect(JSON.stringify(small(seed(8)))).not.toBe(once);
  expect(answer).toMatchObject({ case: 'anthropic-spacex', seed: 7, samples: 20_000 });
  for (const item of answer.claims) {
    expect(typeof item.verdict).toBe('string');
    expect(item.readings.length).toBeGreaterThan(0);
    for (const { input, rank, sobolTotal } of item.sensitivity) {
      expect(linked.inputs.has(input)).toBe(true);
      expect(Math.abs(rank)).toBeLessThanOrEqual(1);
      expect(sobolTotal).toBeGreaterThan(-0.1);
    }
    for (const { value, low, high } of item.breakEven) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  }
});

test('an assumption, a rumour or a memory never carries more than "likely"', () => {
  for (const item of answer.claims) {
    for (const { verdict, cappedBy } of item.readings) {
      if (cappedBy !== undefined && cappedBy.strength <= 1) expect(verdict).toMatch(/^likely|cannot tell/);
    }
  }
  expect(claim('C1').verdict).toBe('cannot tell');
  expect(claim('C1').because.join(' ')).toContain('missing:');
});

test('interests never enter a verdict: without them nothing changes', () => {
  const silent = linkCase({ ...source, claims: source.claims.map((item) => ({ ...item, interests: [] })) });
  const options = { ...fullJudgement(seed(7), 2000), sobolSamples: 64, otherSeeds: 0, deep: false };
  const words = (of: LinkedCase) => judgeCase(of, options).claims.map(({ verdict, probability }) => [verdict, probability]);
  expect(words(silent)).toEqual(words(linked));
});

test('what if: setting the idle share moves the first claim and leaves the draws of others alone', () => {
  const set = linkCase(readCase(readCaseFiles(undefined, process.cwd()), { idle: '0.95' }));
  const options = { ...fullJudgement(seed(7), 2000), sobolSamples: 64, otherSeeds: 0, deep: false };
  const changed = judgeCase(set, options);
  expect(changed.claims[0]?.readings[1]?.probability).toBe(1);
  expect(changed.claims[9]).toEqual(judgeCase(linked, options).claims[9]);
});

test('a measured quantity of the own machine takes the place of the sourced figure', () => {
  const own = linkCase(source, (reference) =>
    reference === 'measured:cache-hit-share' ? { value: '0.93 to 0.95', unit: 'fraction', says: '4,812 calls of this machine' } : undefined,
  );
  expect(own.inputs.get('ctx-cache-hit')).toMatchObject({
    from: 'measured',
    value: '0.93 to 0.95',
    resolvedSays: '4,812 calls of this machine',
  });
  expect(linked.inputs.get('ctx-cache-hit')?.from).toBe('evidence');
});

test('ClaimReview: one a claim, with rating, sources and author', () => {
  const reviews = claimReviews(source, answer);
  expect(reviews).toHaveLength(14);
  for (const review of reviews)
    expect(review).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'ClaimReview',
      reviewRating: { worstRating: 1, bestRating: 7 },
    });
});

test('CSV: a head with units, one line a sample, the same line whatever the count', () => {
  const few = samplesCsv(linked, seed(7), 10).trimEnd().split('\n');
  const more = samplesCsv(linked, seed(7), 3000).trimEnd().split('\n');
  expect(few[0]).toContain('deal-gpus [GPU]');
  expect(more).toHaveLength(3001);
  expect(more.slice(0, 11)).toEqual(few);
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `tare check` in the folder and gives what it printed. */
async function run(...argv: readonly string[]): Promise<{ output: string; errors: string }> {
  const printed = { output: '', errors: '' };
  const world = {
    workingDirectory: folder,
    clock: () => Date.UTC(2026, 10, 23),
    columns: 100,
    writeOutput: (text: string) => void (printed.output += text),
    writeError: (text: string) => void (printed.errors += text),
  } as unknown as World;
  const program = new Command('tare').exitOverride();
  registerCheck(program, world);
  await program.parseAsync(['node', 'tare', 'check', ...argv]);
  return printed;
}

test('a new case can be judged as it is written', async () => {
  await run('--new', 'my-case');
  expect(existsSync(join(folder, 'my-case/case.yaml'))).toBe(true);
  const { output } = await run('my-case', '--samples', '2000');
  expect(output).toContain('64 GPUs are too few.');
  await expect(run('--new', 'my-case')).rejects.toMatchObject({ code: 'case-exists' });
});

test('a saved what-if extends the built-in case', async () => {
  writeFileSync(join(folder, 'what-if.yaml'), 'case:\n  extends: anthropic-spacex\n  title: mine\nset:\n  c1-idle-before: 0.2\n');
  const { output } = await run('what-if.yaml', 'C1', '--samples', '2000');
  expect(output).toContain('FALSE');
});

test('the deep view names words, formula, distribution, sensitivities, break-even, evidence, both sides and gaps', async () => {
  const { output } = await run('c6', '--samples', '2000');
  for (const part of [
    'said by',
    'Testable form',
    'true if result >= shortfall',
    'rule at',
    'Sobol',
    'Break-even',
    'quality · seen',
    'For, at its strongest',
    'Against, at its strongest',
    'Who gains',
    'would change',
    'verdict moved',
  ])
    expect(output).toContain(part);
});

const base = readFileSync(new URL('./judge-bad-case.yaml', import.meta.url), 'utf8');

test('the case that the bad ones are made from is good', async () => {
  writeFileSync(join(folder, 'bad.yaml'), base);
  expect((await run('bad.yaml', '--samples', '2000')).output).toContain('Ovens are too few');
});

// Each line: what is broken, how, and what the message must say (file:line included).
test.each([
  ['unknown id', 'ovens * pizzas-per-oven', 'oven * pizzas-per-oven', 'unknown-id', /bad\.yaml:\d+.*"oven"/, /did you mean "ovens"/],
  ['subtraction without spaces', 'ovens * pizzas-per-oven', 'ovens-orders', 'unknown-id', /ovens-orders/, /needs spaces/],
  ['missing unit', '    unit: oven\n', '', 'missing-unit', /bad\.yaml:\d+: row "ovens"/, /add "unit:"/],
  ['unknown unit', 'unit: oven\n', 'unit: ovn\n', 'unknown-unit', /"ovn"/, /did you mean "oven"/],
  ['empty range', '20 to 40', '40 to 20', 'empty-range', /40 to 20 is empty/, /lower end/],
  ['bare number', 'ovens * pizzas-per-oven', '2 * ovens * pizzas-per-oven', 'bare-number', /the number 2 has no name/, /assumptions/],
  ['wrong period', 'unit: pizza/oven-hour', 'unit: pizza/oven', 'unit-mismatch', /bad\.yaml/, /period|unit/],
  ['rule of another unit', 'result < orders', 'result < ovens', 'unit-mismatch', /compares/, /./],
  ['no rule', '        true-if: result < orders\n', '', 'incomplete-definition', /formula, unit and true-if/, /before the run/],
  ['twice the same id', 'id: orders\n', 'id: ovens\n', 'duplicate-id', /already defined at bad\.yaml:\d+/, /rename/],
  ['unknown field', 'role: main', 'rolle: main', 'bad-case-file', /bad\.yaml:\d+/, /case-format/],
  ['broken YAML', 'case:\n', 'case: [\n', 'unreadable-yaml', /bad\.yaml:\d+:\d+/, /quote/],
  ['an unknown row as context', 'context: [ovens]', 'context: [ovenz]', 'unknown-id', /ovenz/, /ovens/],
  [
    'code instead of a formula',
    'ovens * pizzas-per-oven',
    'constructor(ovens)',
    'unknown-function',
    /no function is called "constructor"/,
    /known/,
  ],
])('%s: says where and how to mend it', async (_, from, to, code, message, hint) => {
  expect(base).toContain(from);
  writeFileSync(join(folder, 'bad.yaml'), base.replace(from, to));
  await expect(run('bad.yaml')).rejects.toMatchObject({ code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
});

test('quantities that define each other in a circle', async () => {
  const circle =
    'quantities:\n  - { id: a, says: a, formula: b * orders / orders, unit: pizza/day }\n  - { id: b, says: b, formula: a, unit: pizza/day }\n';
  writeFileSync(join(folder, 'bad.yaml'), base + circle);
  await expect(run('bad.yaml')).rejects.toMatchObject({ code: 'cycle', message: expect.stringContaining('a -> b -> a') });
});

test('correlations that no quantities can have', async () => {
  const pairs = [
    ['ovens-use', 'orders'],
    ['orders', 'pizzas-per-oven'],
  ]
    .map(([left, right]) => `  - { between: [${left}, ${right}], rank: 0.95, why: w }\n`)
    .join('');
  writeFileSync(
    join(folder, 'bad.yaml'),
    `${base}correlations:\n${pairs}  - { between: [ovens-use, pizzas-per-oven], rank: -0.9, why: w }\n`,
  );
  await expect(run('bad.yaml')).rejects.toMatchObject({ code: 'impossible-correlation' });
});

test('options out of range say so', async () => {
  await expect(run('--samples', '20000000')).rejects.toMatchObject({
    code: 'samples-out-of-range',
    hint: expect.stringContaining('square root'),
  });
  await expect(run('--samples', 'many')).rejects.toMatchObject({ code: 'bad-option' });
  await expect(run('--set', 'idle')).rejects.toMatchObject({ code: 'bad-option' });
  await expect(run('--set', 'idel=0.5')).rejects.toMatchObject({ code: 'unknown-id', hint: expect.stringContaining('idle') });
  await expect(run('C99')).rejects.toMatchObject({ code: 'unknown-claim' });
  await expect(run('no-such-folder')).rejects.toMatchObject({ code: 'no-such-case' });
});
