import { billOf } from '../src/weigh/attribution/bill.ts';
import { inputTiers } from '../src/weigh/attribution/context-stack.ts';
import { inputOf } from '../src/call/usage.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';

/** Every way in which placements and weights do not add up to the bill, per call and tier; empty when they do. */
export function billProblems(weighed: WeighedGroup): string[] {
  const problems: string[] = [];
  const sums = new Map<string, number[]>();
  for (const [run, calls] of weighed.runs)
    for (const tier of [...inputTiers, 'output'])
      sums.set(
        `${run} ${tier}`,
        calls.map(() => 0),
      );
  let placed = 0;
  for (const placement of [...weighed.placements.values()].flat()) {
    const row = sums.get(`${placement.run} ${placement.tier}`);
    if (row === undefined || placement.from > placement.to || placement.to >= row.length) {
      problems.push(`placement of ${placement.segment} outside its run`);
      continue;
    }
    if (!(placement.tokens > 0) || !Number.isInteger(placement.tokens))
      problems.push(`placement of ${placement.segment} has ${placement.tokens} tokens`);
    (row[placement.from] as number) += placement.tokens;
    if (placement.to + 1 < row.length) (row[placement.to + 1] as number) -= placement.tokens;
    placed += placement.tokens * (placement.to - placement.from + 1);
  }
  // Each row holds where sums change: added up from the left it holds the sum in each call.
  for (const row of sums.values()) for (let call = 1; call < row.length; call++) (row[call] as number) += row[call - 1] as number;
  for (const [run, calls] of weighed.runs) {
    for (const [index, call] of calls.entries()) {
      const bill = inputOf(call.usage) === undefined ? [0, 0, 0, 0, 0] : billOf(call.usage);
      const expected = [...bill, call.outputReconstructed ?? call.usage.output ?? 0];
      for (const [place, tier] of [...inputTiers, 'output'].entries()) {
        const sum = (sums.get(`${run} ${tier}`) as number[])[index];
        if (sum !== expected[place]) problems.push(`${run} call ${index} ${tier}: placed ${sum}, billed ${expected[place]}`);
      }
    }
  }
  let weight = 0;
  for (const row of weighed.weights) for (const tokens of Object.values(row.byTier)) weight += tokens;
  if (weight !== placed) problems.push(`weights add up to ${weight}, placements to ${placed}`);
  return problems;
}
