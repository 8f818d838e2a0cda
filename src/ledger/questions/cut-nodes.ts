import { tiers, type Tier } from '../../call/tier.ts';
import { segmentKinds, type SegmentKind } from '../../call/segment-kind.ts';
import { unpackSteps } from '../carried-steps.ts';
import { servedAs, SumsAlong } from '../icicle-rollup.ts';
import type { QueryRow, QueryRunner } from '../query-runner.ts';
import { numberCell, optionalNumber, textCell } from './cells.ts';
import type { IcicleMeasure } from './icicle-nodes.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Nodes as columns of the same length. */
export interface CutNodes {
  readonly chain: number[];
  readonly turn: number[];
  readonly kind: number[];
  readonly tool: number[];
  readonly target: number[];
  readonly start: number[];
  readonly value: number[];
}

const rateColumns = {
  uncached: 'rate_uncached',
  read: 'rate_read',
  write5m: 'rate_write_5m',
  write1h: 'rate_write_1h',
  writeUnsplit: 'rate_write_unsplit',
  output: 'rate_output',
} as const satisfies Record<Tier, string>;

/** Calls of a chain inside the selection: what one token a call is worth, summed along them. */
function sumsAlong(calls: readonly QueryRow[], measure: IcicleMeasure): SumsAlong {
  const worthOf = (call: QueryRow, tier: Tier): number =>
    measure[servedAs[tier]] + (measure.usd === 0 ? 0 : (measure.usd * (optionalNumber(call, rateColumns[tier]) ?? 0)) / 1e6);
  return new SumsAlong(calls.length, (index, tier) => {
    const call = calls[index];
    return call?.['inside'] === true ? worthOf(call, tier) : 0;
  });
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function byChain(rows: readonly QueryRow[]): ReadonlyMap<number, readonly QueryRow[]> {
  const chains = new Map<number, QueryRow[]>();
  for (const row of rows) {
    const chain = numberCell(row, 'chain');
    const known = chains.get(chain);
    if (known === undefined) chains.set(chain, [row]);
    else known.push(row);
  }
  return chains;
}

/** Of each node of these chains the part that stands in calls of the selection. */
export async function cutNodes(
  query: QueryRunner,
  selection: Selection,
  measure: IcicleMeasure,
  chains: readonly number[],
): Promise<CutNodes> {
  const cut: CutNodes = { chain: [], turn: [], kind: [], tool: [], target: [], start: [], value: [] };
  if (chains.length === 0) return cut;
  const list = chains.join(', ');
  const { sql, parameters } = conditionOf(selection);
  const calls = byChain(
    await query.rows(
      `SELECT chain, coalesce(${sql}, FALSE) AS inside, ${tiers.map((tier) => rateColumns[tier]).join(', ')} FROM call WHERE chain IN (${list}) ORDER BY chain, "index"`,
      parameters,
    ),
  );
  const nodes = byChain(
    await query.rows(
      `SELECT chain, number, turn, kind::VARCHAR AS kind, tool, target, start FROM icicle WHERE chain IN (${list}) ORDER BY chain, number`,
    ),
  );
  const packed = await query.rows(`SELECT chain, to_base64(steps) AS steps FROM icicle_steps WHERE chain IN (${list})`);
  for (const row of packed) {
    const chain = numberCell(row, 'chain');
    const ofChain = nodes.get(chain) ?? [];
    const along = sumsAlong(calls.get(chain) ?? [], measure);
    const values = new Float64Array(ofChain.length);
    for (const { node, tier, from, to, tokens } of unpackSteps(bytesOf(textCell(row, 'steps'))))
      values[node] = (values[node] as number) + tokens * along.between(tier, from, to);
    for (const [number, node] of ofChain.entries()) {
      const value = values[number] as number;
      if (value <= 0) continue;
      cut.chain.push(chain);
      cut.turn.push(numberCell(node, 'turn'));
      cut.kind.push(segmentKinds.indexOf(textCell(node, 'kind') as SegmentKind));
      cut.tool.push(numberCell(node, 'tool'));
      cut.target.push(numberCell(node, 'target'));
      cut.start.push(numberCell(node, 'start'));
      cut.value.push(value);
    }
  }
  return cut;
}
