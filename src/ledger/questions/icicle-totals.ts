import type { QueryRunner } from '../query-runner.ts';
import { numberCell } from './cells.ts';
import { chainsOfProjects, measureSql, type IcicleMeasure } from './icicle-nodes.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Everything billed within a selection, by what serving it costs. */
export interface IcicleTotals {
  readonly computed: number;
  readonly read: number;
  readonly output: number;
  readonly usd: number;
  /** Mean context, in tokens, that an output token attends to; 0 without output. */
  readonly meanContext: number;
}

/** Sums over the stretches: the same as over the calls, at a fraction of the rows. */
export async function icicleTotals(query: QueryRunner, selection: Selection): Promise<IcicleTotals> {
  const { sql, parameters } = conditionOf(selection);
  const rows = await query.rows(
    `SELECT coalesce(sum(computed), 0)::DOUBLE AS computed, coalesce(sum(read), 0)::DOUBLE AS read, coalesce(sum(output), 0)::DOUBLE AS output,
       coalesce(sum(usd), 0) AS usd, coalesce(sum(attended) / nullif(sum(attending), 0), 0) AS context
     FROM icicle_stretch WHERE ${sql} GROUP BY progress_only`,
    parameters,
  );
  const sum = (name: string): number => rows.reduce((total, row) => total + numberCell(row, name), 0);
  const output = sum('output');
  // As `tare weigh` takes it: of transcripts and of calls seen only in progress lines each their own mean, by output.
  const attended = rows.reduce((total, row) => total + numberCell(row, 'context') * numberCell(row, 'output'), 0);
  return {
    computed: sum('computed'),
    read: sum('read'),
    output,
    usd: sum('usd'),
    meanContext: output === 0 ? 0 : Math.round(attended / output),
  };
}

/** A chain as far as the selection has a part of it. */
export interface IcicleChain {
  readonly project: number;
  readonly session: number;
  readonly chain: number;
  readonly value: number;
  /** Time of its first stretch inside; 0 where none is known. */
  readonly start: number;
}

export async function icicleChains(query: QueryRunner, selection: Selection, measure: IcicleMeasure): Promise<readonly IcicleChain[]> {
  const { sql, parameters } = conditionOf(selection);
  return query.rows<{ [Name in keyof IcicleChain]: number }>(
    `WITH p AS (${chainsOfProjects}), w AS (SELECT chain, sum(${measureSql(measure)}) AS value, coalesce(min(time), 0)::DOUBLE AS start
       FROM icicle_stretch WHERE ${sql} GROUP BY chain)
     SELECT project, session, chain, value, start FROM w JOIN p USING (chain) WHERE value > 0`,
    parameters,
  );
}
