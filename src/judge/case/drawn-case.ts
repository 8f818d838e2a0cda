import { linkCase } from './link-case.ts';
import type { LinkedCase, LinkedModel } from './linked-case.ts';
import { readCase } from './read-case.ts';

/** A small case for tests: inputs as `value | unit`, one claim with one formula and rule. */
export interface DrawnCase {
  readonly inputs: Readonly<Record<string, string>>;
  readonly formula: string;
  readonly unit: string;
  readonly trueIf: string;
  readonly correlations?: readonly { readonly between: readonly [string, string]; readonly rank: number; readonly why: string }[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The case file that a drawing stands for. */
export function drawnCaseFile(drawn: DrawnCase): Record<string, unknown> {
  return {
    case: { id: 'drawn', title: 'drawn', 'as-of': '2026-11-23' },
    assumptions: Object.entries(drawn.inputs).map(([id, text]) => {
      const [value, unit] = text.split('|').map((part) => part.trim());
      return { id, says: id, value, unit, why: 'drawn' };
    }),
    correlations: drawn.correlations ?? [],
    claims: [
      {
        id: 'C1',
        says: 'drawn',
        'said-by': 'nobody',
        testable: 'drawn',
        quantity: 'result',
        definitions: [{ id: 'only', role: 'main', says: 'drawn', formula: drawn.formula, unit: drawn.unit, 'true-if': drawn.trueIf }],
        answer: 'drawn',
        for: 'drawn',
        against: 'drawn',
        alternatives: ['drawn'],
        'would-change': ['drawn'],
      },
    ],
    ...drawn.extra,
  };
}

export function drawCase(drawn: DrawnCase): { readonly linked: LinkedCase; readonly model: LinkedModel } {
  const linked = linkCase(readCase([{ file: 'drawn.yaml', value: drawnCaseFile(drawn), lineOf: () => 1 }]));
  const model = linked.claims[0]?.definitions[0]?.model;
  if (model === undefined) throw new Error('a drawn case has a model');
  return { linked, model };
}
