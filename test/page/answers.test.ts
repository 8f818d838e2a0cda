import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTime } from '../../src/base/parse-time.ts';
import { timestamp } from '../../src/base/units.ts';
import type { TareService } from '../../src/cli/tare-service.ts';
import type { SegmentId } from '../../src/call/segment.ts';
import type { IcicleAnswer } from '../../src/show/answers/icicle-answer.ts';
import type { Filter } from '../../src/show/answers/filter.ts';
import { asIfRow } from '../../src/cli/options/parse-as-if.ts';
import { openExamples } from './page-harness.ts';

const day = (text: string, edge: 'start' | 'end') => parseTime(text, 'day', timestamp(0), 'UTC', edge);
const all: Filter = { timeZone: 'UTC' };

describe('answers of the screens over the examples', () => {
  let tare: TareService;
  beforeAll(async () => {
    tare = await openExamples();
  });
  afterAll(async () => {
    await tare?.close();
  });

  const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

  test.each([
    ['all time', all],
    ['one day', { ...all, since: day('2026-03-09', 'start'), until: day('2026-03-09', 'end') }],
    // Cuts a session in two: only a part of each segment's life is inside.
    ['half a session', { ...all, until: timestamp(Date.parse('2026-03-09T09:30:00Z')) }],
    ['one model', { ...all, model: 'opus' }],
  ] as const)('every level of the icicle sums to the bill: %s', async (_, filter) => {
    const { gross, servingMix } = await tare.answers.ask('weigh', { filter });
    const expected = { tokens: gross.tokens, usd: gross.usd ?? 0, gpu: asIfRow('deepseek-v3@H200-SXM', servingMix).gpuSeconds };
    for (const unit of ['tokens', 'usd', 'gpu'] as const) {
      for (const order of ['weight', 'time', 'tool'] as const) {
        const { boxes, total, byKind } = await tare.answers.ask('icicle', { filter, order, unit, pixels: 4000 });
        expect(total).toBeGreaterThan(0);
        expect(total).toBeCloseTo(expected[unit], 6);
        const outermost = boxes.value.filter((_value, box) => boxes.level[box] === 1);
        expect(sum(outermost) / total).toBeCloseTo(1, 6);
        expect(sum(byKind) / total).toBeCloseTo(1, 6);
      }
      const { value } = await tare.answers.ask('timeline', { filter, unit });
      expect(sum(value) / expected[unit]).toBeCloseTo(1, 6);
    }
  });

  test('in order of time every box stands where it happened, small ones in runs of their own', async () => {
    const answer = await tare.answers.ask('icicle', { filter: all, order: 'time', unit: 'tokens', pixels: 60 });
    const { boxes } = answer;
    expect(boxes.merged.some((count) => count > 0)).toBe(true);
    for (let box = 1; box < boxes.level.length; box++) {
      const children = Array.from(boxes.parent.keys()).filter((child) => boxes.parent[child] === box);
      if (children.length > 0)
        expect(sum(children.map((child) => boxes.value[child] as number))).toBeCloseTo(boxes.value[box] as number, 3);
    }
  });

  test.each(['weight', 'time', 'tool'] as const)(
    'zoomed into small ones, by %s, boxes stand where they stood, and smaller ones come apart',
    async (order) => {
      const request = { filter: all, order, unit: 'tokens' as const, pixels: 200 };
      const whole = await tare.answers.ask('icicle', request);
      const small = whole.boxes.merged.findIndex((count) => count > 1);
      const from = whole.boxes.start[small] as number;
      const zoom = { from, to: from + (whole.boxes.value[small] as number) };
      const near = await tare.answers.ask('icicle', { ...request, zoom });
      const namesOf = (answer: IcicleAnswer): ReadonlyMap<string, string> => {
        const paths = new Map<string, string>();
        for (let box = 0; box < answer.boxes.level.length; box++) {
          if ((answer.boxes.merged[box] as number) > 0) continue;
          const path: (string | undefined)[] = [];
          for (let at = box; at >= 0; at = answer.boxes.parent[at] as number) path.unshift(answer.names[answer.boxes.name[at] as number]);
          paths.set(path.join('\n'), `${answer.boxes.start[box]?.toFixed(3)} ${answer.boxes.value[box]?.toFixed(3)}`);
        }
        return paths;
      };
      const before = namesOf(whole);
      const after = namesOf(near);
      for (const [path, place] of after) if (before.has(path)) expect(place, path).toBe(before.get(path));
      expect([...after.keys()].some((path) => !before.has(path))).toBe(true);
    },
  );

  test('a box leads to the heaviest segment of what it is named by', async () => {
    const filter: Filter = { ...all, until: timestamp(Date.parse('2026-03-09T09:30:00Z')) };
    const { boxes, levels } = await tare.answers.ask('icicle', { filter, order: 'tool', unit: 'tokens', pixels: 1200 });
    const tool = boxes.level.findIndex((level, box) => levels[level] === 'tool' && (boxes.code[box] as number) > 0);
    const { segment } = await tare.answers.ask('piece', { filter, names: { tool: boxes.code[tool] as number } });
    const { tool: named } = await tare.answers.ask('segment', { segment: segment as SegmentId });
    expect(named).not.toBeNull();
    expect(await tare.answers.ask('piece', { filter, names: { tool: 999_999 } })).toEqual({ segment: null });
  });

  test('a segment’s life, call by call, sums to its weight', async () => {
    const { sessions } = await tare.answers.ask('sessions', { filter: all, limit: 10 });
    for (const { session } of sessions) {
      const { runs } = await tare.answers.ask('session', { session });
      for (const span of runs[0]?.spans.slice(0, 5) ?? []) {
        const answer = await tare.answers.ask('segment', { segment: span.segment });
        const life = answer.lives.find(({ run }) => run === runs[0]?.run);
        expect(life?.weight).toBe(span.weight);
        expect(sum(life?.stretches.map(({ from, to, tokens }) => (to - from + 1) * tokens) ?? [])).toBe(span.weight);
      }
    }
  });

  test('the exact context of every call sums to what was billed for it', async () => {
    const { sessions } = await tare.answers.ask('sessions', { filter: all, limit: 10 });
    for (const { session } of sessions) {
      const { runs } = await tare.answers.ask('session', { session });
      for (const run of runs) {
        const chain = run.run.slice(session.length + 1);
        for (const call of [run.calls[0], run.calls.at(-1)]) {
          if (call?.context === undefined || call.context === null) continue;
          const { rows } = await tare.answers.ask('context', { session, chain, call: call.index });
          expect(sum(rows.filter(({ tier }) => tier !== 'output').map(({ tokens }) => tokens))).toBe(call.context);
          expect(rows.every(({ since }) => since <= call.index)).toBe(true);
        }
      }
    }
  });

  test('tare by day sums to tare by cause', async () => {
    const answer = await tare.answers.ask('weigh', { filter: all });
    const certain = answer.byCause.filter(({ state }) => state === 'measured' || state === 'proved');
    expect(sum(answer.tareByDay.map((row) => row.certain.usd))).toBeCloseTo(sum(certain.map(({ usd }) => usd ?? 0)), 9);
    expect(sum(answer.tareByDay.map((row) => row.suspected.tokens))).toBe(
      sum(answer.byCause.filter(({ state }) => state === 'suspected').map(({ tokens }) => tokens)),
    );
  });

  test('evidence on a segment names it, so that its text can be opened', async () => {
    const { findings } = await tare.answers.ask('findings', { filter: all, limit: 20 });
    const evidence = findings.flatMap((finding) => finding.evidence).find(({ segment }) => segment !== null);
    const text = await tare.answers.ask('text', { segment: evidence?.segment as never });
    expect(text.state).toBe('present');
  });
});
