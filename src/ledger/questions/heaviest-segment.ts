import type { QueryRow, QueryRunner } from '../query-runner.ts';
import type { NodeName } from './icicle-branches.ts';
import { chainsOfProjects } from './icicle-nodes.ts';
import { conditionOf, type Selection } from './selection.ts';

/** The segment that weighs most of what has these names; `null` where nothing has them any more. */
export async function heaviestSegment(
  query: QueryRunner,
  selection: Selection,
  names: Readonly<Partial<Record<NodeName, number>>>,
): Promise<string | null> {
  const { sql, parameters } = conditionOf(selection);
  const conditions = Object.keys(names).map((name) => `${name === 'kind' ? 'enum_code(kind)' : name} = $name_${name}`);
  const named: QueryRow = Object.fromEntries(Object.entries(names).map(([name, number]) => [`name_${name}`, number]));
  const [place] = await query.rows<{ readonly chain: number; readonly heaviest: number }>(
    `WITH p AS (${chainsOfProjects}),
       i AS (SELECT chain, heaviest FROM icicle JOIN p USING (chain)
         WHERE ${[...conditions, sql === 'TRUE' ? sql : `chain IN (SELECT chain FROM icicle_stretch WHERE ${sql})`].join(' AND ')}
         ORDER BY computed + read + output DESC, chain, number LIMIT 1)
     SELECT chain, heaviest FROM i`,
    { ...parameters, ...named },
  );
  if (place === undefined) return null;
  await query.carry([place.chain]);
  const [row] = await query.rows<{ readonly segment: string }>(
    `SELECT segment FROM weight WHERE chain = ${place.chain} AND number = ${place.heaviest}`,
  );
  return row?.segment ?? null;
}
