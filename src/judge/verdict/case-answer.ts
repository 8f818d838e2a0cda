import type { DefinitionRole } from '../case/case.ts';
import type { LintWarning } from '../lint/lint-warning.ts';
import type { Histogram, Quantiles } from '../sampling/sample-model.ts';
import type { BreakEven } from '../sensitivity/break-even.ts';
import type { Tornado } from '../sensitivity/tornado.ts';
import type { VerdictWord } from './verdict-words.ts';

/** What judging a case gives: the answer that `tare check --json` prints. Same case, seed and samples: same bytes. */
export interface CaseAnswer {
  readonly case: string;
  readonly title: string;
  readonly asOf: string;
  readonly seed: number;
  readonly samples: number;
  /** Hash of everything that the answer follows from. */
  readonly hash: string;
  readonly parting: PartingAnswer | undefined;
  readonly claims: readonly ClaimAnswer[];
  readonly evidence: EvidenceAnswer;
  readonly warnings: readonly LintWarning[];
}

/** The number at which two camps part, and what the input decides along its span. */
export interface PartingAnswer {
  readonly says: string;
  readonly input: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly holds: 'below' | 'above';
  /** Quantiles of the decided quantity along the input. */
  readonly curve: readonly ({ readonly at: number } & Quantiles)[];
  readonly threshold: number;
  /** Unit of the decided quantity. */
  readonly quantityUnit: string;
  readonly sensitivity: readonly SensitivityAnswer[];
}

export interface ClaimAnswer {
  readonly id: string;
  readonly says: string;
  readonly verdict: VerdictWord;
  /** Lowest and highest probability over main and rival definitions; absent if none can be computed. */
  readonly probability: { readonly low: number; readonly high: number } | undefined;
  /** Why the verdict is no stronger: which evidence caps it, which number is missing, which definition differs. */
  readonly because: readonly string[];
  readonly readings: readonly ReadingAnswer[];
  /** The definition that sensitivities and break-evens are of: the main one, or the first rival that varies at all. */
  readonly shown: string;
  /** Strongest first. */
  readonly sensitivity: readonly SensitivityAnswer[];
  /** Inputs that can flip the rule within their stated range. */
  readonly breakEven: readonly BreakEven[];
  /** Inputs that would flip it only beyond their stated range, and where. */
  readonly breakEvenBeyond: readonly BreakEven[];
  readonly warnings: readonly string[];
}

export interface ReadingAnswer {
  readonly definition: string;
  readonly role: DefinitionRole;
  readonly says: string;
  readonly verdict: VerdictWord;
  readonly probability: number | undefined;
  readonly quantity: { readonly low: number; readonly best: number; readonly high: number; readonly unit: string } | undefined;
  readonly quantiles: Quantiles | undefined;
  readonly histogram: Histogram | undefined;
  readonly threshold: number | undefined;
  /** What number is missing, where the definition cannot be computed. */
  readonly missing: string | undefined;
  readonly undefinedSamples: number;
  readonly inputs: readonly string[];
  readonly cappedBy: { readonly input: string; readonly strength: number } | undefined;
  readonly tornado: Tornado | undefined;
  readonly conflicts: readonly ConflictAnswer[];
  /** Words found with other seeds; one word: stable. */
  readonly seeds: { readonly words: readonly VerdictWord[]; readonly low: number; readonly high: number } | undefined;
}

/** The same definition with the other side of a conflict in its formula. */
export interface ConflictAnswer {
  readonly row: string;
  readonly instead: string;
  readonly verdict: VerdictWord;
  readonly probability: number | undefined;
  readonly quantity: { readonly low: number; readonly best: number; readonly high: number; readonly unit: string } | undefined;
}

export interface SensitivityAnswer {
  readonly input: string;
  /** Spearman's rank correlation with the headline quantity. */
  readonly rank: number;
  readonly sobolFirst: number;
  readonly sobolFirstError: number;
  readonly sobolTotal: number;
  readonly sobolTotalError: number;
}

export interface EvidenceAnswer {
  readonly rows: number;
  /** In a formula of a claim, directly or through a named quantity. */
  readonly inFormulas: readonly string[];
  /** Named by a claim as context, interest or statement. */
  readonly asContext: readonly string[];
  readonly unused: readonly string[];
  readonly stale: readonly string[];
  readonly conflicts: readonly (readonly [string, string])[];
}
