import type { PublishedRates } from './rate-card.ts';

/** A price that the base table lacks, holds under another name, or holds only in part. */
export interface OverlayRow {
  readonly provider: string;
  /** Undated canonical names; see `model-name.ts`. */
  readonly models: readonly string[];
  /** First day on which it holds, `YYYY-MM-DD`; absent: from the model's release. */
  readonly from?: string;
  readonly rates: PublishedRates;
  /** Holds for the whole request where its input has more tokens than `above`. */
  readonly long?: { readonly above: number; readonly rates: PublishedRates };
  readonly source: string;
  /** Day on which the figures were compared with the source. */
  readonly checked: string;
}

const anthropicPage = 'https://platform.claude.com/docs/en/about-claude/pricing';
const openaiPage = 'https://developers.openai.com/api/docs/pricing';

/** Rows of one model stand in order of `from`: the last that has begun holds. */
export const overlayRows: readonly OverlayRow[] = [
  {
    provider: 'anthropic',
    models: ['claude-haiku-5-5'],
    rates: { input: 0.1, write5m: 0.125, write1h: 0.2, read: 0.01, output: 0.5 },
    long: { above: 100_000, rates: { input: 0.5, write5m: 0.625, write1h: 1, read: 0.05, output: 2.5 } },
    source: `${anthropicPage}, figures as quoted in github.com/kurofune/claudit v1.9.2 (2026-10-24)`,
    checked: '2026-11-23',
  },
  {
    provider: 'anthropic',
    models: ['claude-sonnet-5-5'],
    rates: { input: 2, write5m: 2.5, write1h: 4, read: 0.2, output: 10 },
    source: `${anthropicPage}, figures as quoted in github.com/TheKrush/PromptFuel v1.0.22 (2026-10-01)`,
    checked: '2026-11-23',
  },
  {
    provider: 'anthropic',
    models: ['claude-sonnet-5-5'],
    from: '2026-10-07',
    rates: { input: 2, write5m: 2.5, write1h: 4, read: 0.1, output: 10 },
    source: `${anthropicPage}, figures as quoted in github.com/kurofune/claudit v1.9.2 (2026-10-24)`,
    checked: '2026-11-23',
  },
  {
    provider: 'anthropic',
    models: ['claude-fable-5-2'],
    rates: { input: 8, write5m: 10, write1h: 16, read: 0.2, output: 40 },
    source: `${anthropicPage}, figures as quoted in github.com/archid21/rightsize v0.10.2`,
    checked: '2026-11-23',
  },
  {
    provider: 'anthropic',
    models: ['claude-mythos-5'],
    rates: { input: 10, write5m: 12.5, write1h: 20, read: 1, output: 50 },
    source: anthropicPage,
    checked: '2026-11-23',
  },
  {
    provider: 'anthropic',
    models: ['claude-mythos-5-1'],
    rates: { input: 10, write5m: 12.5, write1h: 20, read: 0.25, output: 50 },
    source: anthropicPage,
    checked: '2026-11-23',
  },
  {
    provider: 'openai',
    models: ['gpt-6-1-sol'],
    rates: { input: 2, write5m: 2.5, read: 0.1, output: 10 },
    long: { above: 272_000, rates: { input: 4, write5m: 5, read: 0.2, output: 15 } },
    source: `${openaiPage}, figures as quoted in github.com/TheKrush/PromptFuel v1.0.22 and github.com/amine123max/Codex-Manager 0.4.7`,
    checked: '2026-11-23',
  },
  {
    provider: 'openai',
    models: ['gpt-5-codex', 'gpt-5-1-codex', 'gpt-5-1-codex-max'],
    rates: { input: 1.25, read: 0.125, output: 10 },
    source: 'https://openai.com/api-priority-processing/ lists the codex models at the price of gpt-5 and gpt-5.1',
    checked: '2026-11-23',
  },
  {
    provider: 'openai',
    models: ['gpt-5-2-codex'],
    rates: { input: 1.75, read: 0.175, output: 14 },
    source: 'https://github.com/pydantic/genai-prices (0.1.8) names gpt-5.2-codex itself, in its row of gpt-5.2',
    checked: '2026-11-23',
  },
];
