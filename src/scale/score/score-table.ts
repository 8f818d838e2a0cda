import { mean, quantile } from '../../base/statistics.ts';
import { familyOf } from '../hardware/band-factor.ts';
import type { ModelFamily } from '../hardware/coefficient-file.ts';
import type { MeasuredRun, SkippedRow } from './measured-run.ts';

/** One predicted row of a measured table. */
export interface ScoredRow {
  readonly run: MeasuredRun;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
}

/** Errors are fractions of the measured value. `bias` is the median signed error; `coverage` how often the 80 % band held the truth. */
export interface MetricScore {
  readonly n: number;
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  readonly bias: number;
  readonly coverage: number;
}

/** Answer of `tare plan --score`. */
export interface ScoreAnswer {
  readonly rows: number;
  readonly scorable: number;
  readonly predicted: number;
  readonly unpredicted: Readonly<Record<string, number>>;
  /** Rows that state too little to be scored, with the reason. */
  readonly notScorable: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, Partial<Record<ModelFamily, MetricScore>>>>;
  readonly gpus: Readonly<Record<string, Readonly<Record<string, MetricScore>>>>;
}

export function metricScore(rows: readonly ScoredRow[]): MetricScore {
  const signed = rows.map(({ run, predicted }) => predicted / run.value - 1);
  const sizes = signed.map((error) => Math.abs(error));
  const held = rows.filter(({ run, low, high }) => low <= run.value && run.value <= high).length;
  return {
    n: rows.length,
    median: quantile(sizes, 0.5),
    mean: mean(sizes),
    p90: quantile(sizes, 0.9),
    bias: quantile(signed, 0.5),
    coverage: held / rows.length,
  };
}

/** Metrics that measure one thing under several names are scored together. */
export function metricGroup(metric: string): string {
  if (metric.startsWith('tpot_p99') || metric.startsWith('ttft_p99')) return metric;
  if (metric.startsWith('tpot') || metric.startsWith('itl')) return 'tpot_ms';
  if (metric.startsWith('ttft')) return 'ttft_ms';
  return metric.startsWith('output_tok_s') ? 'output_tok_s' : metric;
}

function grouped<Key extends string>(rows: readonly ScoredRow[], keyOf: (row: ScoredRow) => Key): Map<Key, ScoredRow[]> {
  const groups = new Map<Key, ScoredRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

const count = (reasons: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

export function scoreTable(scored: readonly ScoredRow[], skipped: readonly SkippedRow[], failed: readonly string[]): ScoreAnswer {
  const missed = [...skipped.filter((row) => row.scorable).map((row) => row.reason), ...failed];
  const scorable = scored.length + missed.length;
  const metrics: Record<string, Partial<Record<ModelFamily, MetricScore>>> = {};
  for (const [metric, rows] of grouped(scored, ({ run }) => metricGroup(run.metric))) {
    metrics[metric] = Object.fromEntries(
      [...grouped(rows, ({ run }) => familyOf(run.model))].map(([family, own]) => [family, metricScore(own)]),
    );
  }
  const gpus: Record<string, Record<string, MetricScore>> = {};
  for (const [gpu, rows] of grouped(scored, ({ run }) => run.gpu.id)) {
    gpus[gpu] = Object.fromEntries(
      [...grouped(rows, ({ run }) => metricGroup(run.metric))].map(([metric, own]) => [metric, metricScore(own)]),
    );
  }
  return {
    rows: scored.length + skipped.length + failed.length,
    scorable,
    predicted: scored.length,
    unpredicted: count(missed),
    notScorable: count(skipped.filter((row) => !row.scorable).map((row) => row.reason)),
    metrics,
    gpus,
  };
}
