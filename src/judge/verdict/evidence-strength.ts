import { assertNever } from '../../base/assert.ts';
import type { Quality, Seen } from '../case/case.ts';
import type { LinkedInput } from '../case/linked-case.ts';

const qualityStrength: Readonly<Record<Quality, number>> = { primary: 4, reported: 3, estimate: 2, rumour: 1 };
const seenStrength: Readonly<Record<Seen, number>> = { 'primary-excerpt': 4, derived: 4, secondary: 3, notes: 2, memory: 1, assumption: 0 };

/** Strength of an input, 0 to 4: the weaker of whose figure it is and how it was read. Absent for what evidence cannot change. */
export function strengthOf(input: LinkedInput): number | undefined {
  switch (input.from) {
    case 'definition':
    case 'set':
      return undefined;
    case 'measured':
    case 'planned':
      return 4;
    case 'assumption':
      return 0;
    case 'evidence': {
      const { row } = input;
      return row === undefined ? 0 : Math.min(qualityStrength[row.quality], seenStrength[row.seen]);
    }
    default:
      return assertNever(input.from);
  }
}

/** Most certain step that evidence of this strength may carry: 4 true, 2 and 3 very likely, below that likely. */
export const capOfStrength = (strength: number): 1 | 2 | 3 => (strength >= 4 ? 3 : strength >= 2 ? 2 : 1);
