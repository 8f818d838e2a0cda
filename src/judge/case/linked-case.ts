import type { Distribution } from '../distribution/distribution.ts';
import type { Expression } from '../expression/expression.ts';
import type { Meaning } from '../expression/program.ts';
import type { Unit } from '../unit/unit.ts';
import type { AssumptionSource, CaseSource, ClaimSource, DefinitionSource, EvidenceSource, PartingSource } from './case.ts';

/** An input of formulas: a row or an assumption with its number. */
export interface LinkedInput {
  readonly id: string;
  readonly says: string;
  readonly unit: Unit;
  /** In `unit`, not in base units. */
  readonly distribution: Distribution;
  /** Text of the value as it is used (after `set` and `resolve`). */
  readonly value: string;
  /** Where the value comes from. `set`: a what-if of the reader. */
  readonly from: 'evidence' | 'assumption' | 'definition' | 'set' | 'measured' | 'planned';
  readonly resolvedSays: string | undefined;
  readonly row: EvidenceSource | undefined;
  readonly assumption: AssumptionSource | undefined;
}

export interface LinkedDefinition {
  readonly source: DefinitionSource;
  /** Absent where the definition states a missing number instead. */
  readonly model: LinkedModel | undefined;
}

export interface LinkedModel {
  readonly formula: Expression;
  readonly rule: Expression;
  readonly unit: Unit;
  /** Inputs that the formula reads, directly or through named quantities. */
  readonly inputs: readonly string[];
  /** Inputs that only the rule reads: thresholds. */
  readonly thresholds: readonly string[];
}

export interface LinkedClaim {
  readonly source: ClaimSource;
  readonly definitions: readonly LinkedDefinition[];
}

/** Inputs drawn together, in order, with the lower Cholesky factor of their normal scores. */
export interface CorrelatedGroup {
  readonly names: readonly string[];
  readonly factor: readonly (readonly number[])[];
}

/** A case whose ids, units, formulas and correlations hold together. */
export interface LinkedCase {
  readonly source: CaseSource;
  readonly inputs: ReadonlyMap<string, LinkedInput>;
  readonly derived: ReadonlyMap<string, { readonly expression: Expression; readonly unit: Unit; readonly says: string }>;
  readonly constants: ReadonlyMap<string, number>;
  readonly claims: readonly LinkedClaim[];
  readonly groups: readonly CorrelatedGroup[];
  readonly parting: { readonly source: PartingSource; readonly model: LinkedModel } | undefined;
}

/** What names mean in the formulas of a case. */
export function meaningIn(linked: LinkedCase): (name: string) => Meaning {
  return (name) => {
    const constant = linked.constants.get(name);
    if (constant !== undefined) return { kind: 'constant', value: constant };
    const derived = linked.derived.get(name);
    return derived === undefined ? { kind: 'input' } : { kind: 'expression', expression: derived.expression };
  };
}
