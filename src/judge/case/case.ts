/**
 * A case as its files state it: claims, the evidence and assumptions they rest on, and the rules fixed beforehand.
 * Plain data (it travels as JSON into the exported page); `at` is file and line of each part.
 */
export interface CaseSource {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** The day on which the case was last read against its sources, `YYYY-MM-DD`. Staleness counts from here. */
  readonly asOf: string;
  readonly about: string;
  readonly units: readonly string[];
  readonly parting: PartingSource | undefined;
  readonly evidence: readonly EvidenceSource[];
  readonly assumptions: readonly AssumptionSource[];
  readonly quantities: readonly DerivedSource[];
  readonly correlations: readonly CorrelationSource[];
  readonly comparisons: readonly ComparisonSource[];
  readonly claims: readonly ClaimSource[];
  readonly gaps: readonly GapSource[];
  readonly analogies: readonly AnalogySource[];
  /** Values that replace those of rows: from `set:` in a file or `--set` on the command line. */
  readonly set: Readonly<Record<string, string>>;
}

/** Whose figure it is. */
export type Quality = 'primary' | 'reported' | 'estimate' | 'rumour';
/** How the figure was read for this case. */
export type Seen = 'primary-excerpt' | 'secondary' | 'notes' | 'derived' | 'assumption' | 'memory';

export interface EvidenceSource {
  readonly id: string;
  readonly at: string;
  readonly group: string;
  readonly alias: string | undefined;
  readonly quantity: string;
  /** A number or a distribution in `unit`; absent where the row states a fact in words. */
  readonly value: string | undefined;
  readonly best: number | undefined;
  readonly text: string | undefined;
  readonly unit: string | undefined;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; absent where unknown. */
  readonly date: string | undefined;
  /** Days after `date` for which the figure may be taken as current; absent: it is history and does not age. */
  readonly shelfLifeDays: number | undefined;
  readonly source: { readonly title: string; readonly url: string | undefined };
  readonly quality: Quality;
  readonly seen: Seen;
  readonly note: string;
  readonly derived: string | undefined;
  /** What exactly is counted, e.g. `model-flops-utilisation`; two rows that measure different things do not compare. */
  readonly measures: readonly string[];
  readonly conflictsWith: readonly string[];
  readonly sameAs: readonly string[];
  /** Who said it first, as far as known, when the row is a statement. */
  readonly by: string | undefined;
  readonly statement: string | undefined;
  readonly wording: 'verified' | 'unverified' | undefined;
  /** Reference that the person's own machine may answer, e.g. `cache-hit-share`; see `Resolve`. */
  readonly measured: string | undefined;
  readonly planned: string | undefined;
}

export interface AssumptionSource {
  readonly id: string;
  readonly at: string;
  readonly alias: string | undefined;
  readonly says: string;
  readonly value: string;
  readonly unit: string;
  readonly why: string;
  readonly measures: readonly string[];
  readonly measured: string | undefined;
  readonly planned: string | undefined;
  /** True for a threshold or a definition, which no evidence could change. */
  readonly byDefinition: boolean;
}

interface DerivedSource {
  readonly id: string;
  readonly at: string;
  readonly says: string;
  readonly formula: string;
  readonly unit: string;
  readonly measures: readonly string[];
}

export interface CorrelationSource {
  readonly at: string;
  readonly between: readonly [string, string];
  /** Spearman rank correlation, -1 to 1. */
  readonly rank: number;
  readonly why: string;
}

/** A comparison in words that the case quotes, checked by arithmetic: "A is about twice B". */
interface ComparisonSource {
  readonly at: string;
  readonly row: string;
  readonly says: string;
  readonly left: string;
  readonly right: string;
  readonly unit: string;
  /** The ratio left / right that the words state, as `low to high`. */
  readonly ratio: string;
}

export type DefinitionRole = 'main' | 'rival' | 'part';

export interface DefinitionSource {
  readonly id: string;
  readonly at: string;
  /** `main`: nearest to the claimant's words. `rival`: as fair. `part`: a narrower or a different question, shown but not counted. */
  readonly role: DefinitionRole;
  readonly says: string;
  readonly formula: string | undefined;
  readonly unit: string | undefined;
  readonly trueIf: string | undefined;
  /** What number is missing, where the definition cannot be computed. */
  readonly missing: string | undefined;
}

export interface ClaimSource {
  readonly id: string;
  readonly at: string;
  readonly says: string;
  /** The claim in a few words, for tables. */
  readonly short: string;
  readonly saidBy: string;
  readonly testable: string;
  readonly quantity: string;
  readonly definitions: readonly DefinitionSource[];
  readonly answer: string;
  readonly for: string;
  readonly against: string;
  readonly alternatives: readonly string[];
  readonly wouldChange: readonly string[];
  readonly interests: readonly InterestSource[];
  /** Rows that bear on the claim without standing in a formula. */
  readonly context: readonly string[];
  readonly gaps: readonly string[];
  readonly errs: string;
  readonly sanity: string;
  readonly changelog: readonly ChangeSource[];
}

interface InterestSource {
  readonly who: string;
  readonly gains: string;
  readonly rows: readonly string[];
  readonly notProof: string;
}

interface ChangeSource {
  readonly date: string;
  readonly verdict: string;
  readonly why: string;
}

interface GapSource {
  readonly id: string;
  readonly at: string;
  readonly missing: string;
  readonly wouldSettle: string;
}

interface AnalogySource {
  readonly id: string;
  readonly at: string;
  readonly says: string;
  readonly answer: string;
  readonly claims: readonly string[];
}

/** The one number at which two camps part. */
export interface PartingSource {
  readonly at: string;
  readonly input: string;
  readonly low: number;
  readonly high: number;
  /** What the input decides, e.g. the share of demand that a site could serve. */
  readonly formula: string;
  readonly unit: string;
  readonly trueIf: string;
  /** Text with `{value}`, `{low}` and `{high}`. */
  readonly says: string;
  readonly quantity: string;
  readonly below: string;
  readonly above: string;
  readonly why: string;
}
