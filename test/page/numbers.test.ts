/// <reference lib="dom" />
import { Command } from 'commander';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatCount, formatPercent, formatQuantity, formatUsd } from '../../src/base/number-format.ts';
import { loadCommands } from '../../src/cli/commands.ts';
import type { FleetDay } from '../../src/scale/fleet/fleet-day-answer.ts';
import type { CaseAnswer } from '../../src/judge/verdict/case-answer.ts';
import { probabilityRangeText } from '../../src/judge/wording/value-text.ts';
import type { FindingsAnswer } from '../../src/show/answers/findings-answer.ts';
import type { SessionAnswer } from '../../src/show/answers/session-answer.ts';
import type { SessionsAnswer } from '../../src/show/answers/sessions-answer.ts';
import type { WeighAnswer, WeightRow } from '../../src/show/answers/weigh-answer.ts';
import { goToScreen, hasChromium, newPage, openTestedPage, quietWorld, type TestedPage, type Watched } from './page-harness.ts';

const periods = [
  { name: 'all time', options: [], query: '' },
  { name: 'a period', options: ['--since', '2026-03-10', '--until', '2026-03-12'], query: 'since=2026-03-10&until=2026-03-12' },
] as const;
const units = ['tokens', 'usd'] as const;
type Unit = (typeof units)[number];

const inUnit = (unit: Unit, row: { readonly tokens: number; readonly usd: number | null }): string =>
  unit === 'usd' ? formatUsd(row.usd ?? 0) : formatQuantity(row.tokens, 'tok');

describe.runIf(hasChromium())('every number on the five screens is the command line’s', () => {
  let tested: TestedPage;
  let watched: Watched;
  let home: string;

  /** What a command prints with `--json`, through the commands as they are registered. */
  const tare = async <Answer>(...line: string[]): Promise<Answer> => {
    const quiet = quietWorld();
    const world = { ...quiet, env: { TARE_HOME: home, TZ: 'UTC' } };
    const program = new Command('tare').enablePositionalOptions().exitOverride();
    for (const register of await loadCommands(line)) register(program, world);
    await program.parseAsync(['node', 'tare', ...line, '--json']);
    return JSON.parse(quiet.output.join('')) as Answer;
  };

  const texts = async (selector: string): Promise<string[]> =>
    (await watched.page.locator(selector).allTextContents()).map((text) => text.replaceAll(/\s*\n\s*/g, ' ').trim());
  const show = (screen: string, query: string, unit: Unit = 'tokens'): Promise<void> =>
    goToScreen(watched, tested.served, `#/${screen}?${[query, unit === 'usd' ? 'unit=usd' : ''].filter((part) => part !== '').join('&')}`);

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tare-numbers-'));
    tested = await openTestedPage();
    watched = await newPage(tested.browser, 'light');
    await watched.page.goto(tested.served.url);
  });

  afterAll(async () => {
    await tested?.close();
    rmSync(home, { recursive: true, force: true });
  });

  describe.each(periods)('$name', ({ options, query }) => {
    test.each(units)('Answer in %s', async (unit) => {
      const weigh = await tare<WeighAnswer>('weigh', ...options, '--as-if', 'deepseek-v3@H200-SXM');
      const found = await tare<FindingsAnswer>('findings', ...options, '--limit', '8');
      await show('answer', query, unit);
      await watched.page.locator('td:text-is("energy, as if")').waitFor();
      const [headline] = await texts('h1');
      expect(headline).toContain(unit === 'usd' ? formatUsd(weigh.gross.usd ?? 0) : formatQuantity(weigh.gross.tokens, ''));
      const net = unit === 'usd' ? weigh.net.usd : weigh.net.tokens;
      expect(headline).toContain(unit === 'usd' ? formatUsd(net?.high ?? 0) : formatQuantity(net?.high ?? 0, ''));
      const sub = (await texts('p.sub'))[0] ?? '';
      expect(sub).toContain(`${formatCount(weigh.sessions)} sessions, ${formatCount(weigh.calls)} calls`);

      const titles = await texts('figure.weighed title');
      for (const kind of weigh.byKind.filter((row) => (unit === 'usd' ? (row.usd ?? 0) : row.tokens) > 0))
        expect(
          titles.some((title) => title.startsWith(`${kind.name} ${inUnit(unit, kind)},`)),
          `${kind.name} in ${titles.join('|')}`,
        ).toBe(true);
      for (const cause of weigh.byCause.filter((row) => (unit === 'usd' ? (row.usd ?? 0) : row.tokens) > 0))
        expect(
          titles.some((title) => title.endsWith(`: ${inUnit(unit, cause)}, ${cause.state}`)),
          cause.cause,
        ).toBe(true);

      const other = (await texts('section[aria-label="the same in other units"] td')).join('|');
      expect(other).toContain(formatQuantity(weigh.gross.tokens, 'tok'));
      expect(other).toContain(formatUsd(weigh.gross.usd ?? 0));
      expect(other).toContain(formatQuantity((weigh.asIf?.gpuSeconds ?? 0) / 3600, 'GPU-h'));
      expect(other).toContain(formatQuantity((weigh.asIf?.joules ?? 0) / 3600, 'Wh'));

      const rows = await texts('table.findings tbody tr');
      expect(rows.length).toBe(found.findings.length);
      for (const [index, finding] of found.findings.entries()) {
        expect(rows[index]).toContain(finding.title);
        expect(rows[index]).toContain(finding.usd === null ? 'unpriced' : formatUsd(finding.usd));
        if (finding.tokens > 0) expect(rows[index]).toContain(formatQuantity(finding.tokens, 'tok'));
        expect(rows[index]).toContain(finding.state);
      }
      const days = await texts('section[aria-label="day by day"] title');
      if (weigh.byDay.length > 1) {
        expect(days.map((title) => title.split(' calls')[0])).toEqual(
          weigh.byDay.map((day: WeightRow) => `${day.name}: ${inUnit(unit, day)}, ${day.calls}`),
        );
        for (const day of weigh.tareByDay)
          expect(days.find((title) => title.startsWith(day.name))).toContain(`certain tare ${inUnit(unit, day.certain)}`);
      }
      const skipped = (await texts('footer .live'))[0];
      expect(skipped).toContain(`${formatCount(weigh.files)} files`);
    });

    test.each(units)('Tokens in %s', async (unit) => {
      const weigh = await tare<WeighAnswer>('weigh', ...options);
      await show('tokens', query, unit);
      expect((await texts('h1'))[0]).toContain(inUnit(unit, weigh.gross));
      const projects = await texts('.icicle-table tr[data-level="1"] td');
      for (const [index, project] of weigh.byProject.entries())
        expect(projects.slice(index * 4, index * 4 + 3)).toEqual([project.name, '', inUnit(unit, project)]);
      await show('tokens', `order=tool${query === '' ? '' : `&${query}`}`, unit);
      const tools = await texts('.icicle-table tr[data-level="1"] td');
      for (const tool of weigh.byTool.slice(0, 5)) {
        const at = tools.indexOf(tool.name);
        expect(tools[at + 2], tool.name).toBe(inUnit(unit, tool));
      }
    });

    test('Tokens in GPU-seconds as if', async () => {
      const served = 'gpt-oss-120b@H100-SXM';
      const { asIf } = await tare<WeighAnswer>('weigh', ...options, '--as-if', served);
      await show('tokens', [query, 'unit=gpu', `as-if=${served}`].filter((part) => part !== '').join('&'));
      expect((await texts('h1'))[0]).toContain(formatQuantity(asIf?.gpuSeconds ?? 0, 'GPU-s'));
      const line = (await texts('p.as-if'))[0] ?? '';
      expect(line).toContain(formatQuantity((asIf?.gpuSeconds ?? 0) * (asIf?.bandFactor ?? 1), 'GPU-s'));
      expect((await texts('footer .cmd'))[0]).toContain(`--as-if ${served}`);
    });

    test('Session, the list', async () => {
      const { sessions } = await tare<SessionsAnswer>('session', ...options);
      await show('session', query);
      const rows = await texts('tbody tr');
      expect(rows.length).toBe(sessions.length);
      for (const [index, session] of sessions.entries()) {
        for (const text of [
          formatCount(session.calls),
          formatQuantity(session.tokens, 'tok'),
          session.usd === null ? 'unpriced' : formatUsd(session.usd),
        ])
          expect(rows[index]).toContain(text);
      }
    });
  });

  test('Session, each of them', async () => {
    const { sessions } = await tare<SessionsAnswer>('session');
    for (const { session } of sessions) {
      const answer = await tare<SessionAnswer>('session', session);
      await goToScreen(watched, tested.served, `#/session/${encodeURIComponent(session)}?call=1`);
      const [headline = ''] = await texts('h1');
      expect(headline).toContain(`${formatCount(answer.calls)} calls carried ${formatQuantity(answer.tokens, 'tokens')}`);
      const call = answer.runs[0]?.calls[0];
      const cells = (await texts('.call-context td:nth-child(2)')).map((text) => Number(text.replaceAll(',', '')));
      expect(cells.reduce((sum, value) => sum + value, 0)).toBe((call?.context ?? 0) + (call?.output ?? 0));
      const spans = await texts('.span-text');
      for (const [index, span] of (answer.runs[0]?.spans ?? []).slice(0, 12).entries()) {
        expect(spans[index]).toContain(formatQuantity(span.weight, 'tok'));
        if (span.usd !== null) expect(spans[index]).toContain(formatUsd(span.usd));
      }
      const losses = await texts('aside section:last-child tbody tr');
      for (const [index, loss] of answer.losses.entries()) {
        expect(losses[index]).toContain(formatQuantity(loss.tokens, 'tok'));
        if (loss.usd !== null) expect(losses[index]).toContain(formatUsd(loss.usd));
      }
    }
  });

  test.each([
    ['starting values', [], ''],
    [
      'a smaller service on another part',
      ['--gpu', 'H200-SXM', '--users', '1000000', '--powered', 'hourly'],
      'gpu=H200-SXM&users=1000000&powered=hourly',
    ],
  ] as const)('Plan: %s', async (_, options, query) => {
    const day = await tare<FleetDay>('fleet', ...options);
    await show('plan', query);
    const [headline = ''] = await texts('h1');
    const { peak, mean } = day.needed;
    expect(headline).toContain(
      `${formatQuantity(peak.mid, '')} GPUs (${formatQuantity(peak.low, '')} to ${formatQuantity(peak.high, '')})`,
    );
    expect(headline).toContain(`${formatQuantity(day.there, '')} there`);
    const figures = (await texts('.plan-lower td')).join('|');
    expect(figures).toContain(formatQuantity(mean.mid, 'GPUs'));
    expect(figures).toContain(formatQuantity(Math.abs(day.spareAtPeak), 'GPUs'));
    expect(figures).toContain(formatQuantity(day.energy.site / 86_400, 'W'));
    const key = (await texts('figure.day figcaption')).join(' ');
    for (const share of [day.states.busy, day.states.idleHot, day.states.dark]) expect(key).toContain(formatPercent(share));
    const moves = await texts('section svg[aria-label="what moves the need most"] text.soft');
    for (const bar of day.tornado.slice(0, 8)) {
      if (bar.low !== undefined) expect(moves).toContain(formatQuantity(bar.low, ''));
      if (bar.high !== undefined) expect(moves).toContain(formatQuantity(bar.high, ''));
    }
  });

  test.each(['whole', 'passages'] as const)('Plan: context reaches the model as %s, and the command says the same', async (way) => {
    await show('plan', `context=${way}`);
    const command = (await texts('footer .cmd'))[0] ?? '';
    const day = await tare<FleetDay>(...command.split(' ').slice(1));
    expect((await texts('h1'))[0]).toContain(`${formatQuantity(day.needed.peak.mid, '')} GPUs`);
    const other = (await texts('[data-other-way]'))[0] ?? '';
    await show('plan', `context=${way === 'whole' ? 'passages' : 'whole'}`);
    const otherDay = await tare<FleetDay>(...((await texts('footer .cmd'))[0] ?? '').split(' ').slice(1));
    expect(other).toContain(formatQuantity(otherDay.needed.peak.mid, 'GPUs'));
  });

  test('Claims', async () => {
    const answer = await tare<CaseAnswer>('check');
    await show('claims', '');
    await watched.page.locator('.claim-card').first().waitFor();
    const cards = await texts('.claim-card');
    expect(cards.length).toBe(answer.claims.length);
    for (const [index, claim] of answer.claims.entries()) {
      const { low, high } = claim.probability ?? {};
      const range = low === undefined || high === undefined ? undefined : { low, high };
      expect(cards[index]).toContain(claim.says);
      expect(cards[index]).toContain(probabilityRangeText(range));
    }
  });
});
