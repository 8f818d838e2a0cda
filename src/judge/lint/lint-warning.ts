/** One kind of trap that claims about compute fall into. */
type Trap =
  | 'unit-slip'
  | 'false-comparison'
  | 'superseded-rumour'
  | 'one-sided-denominator'
  | 'category-error'
  | 'period-mix-up'
  | 'undefined-user'
  | 'different-markets'
  | 'mixed-measure'
  | 'attribution-drift'
  | 'stale-row'
  | 'disagrees-with-better-source'
  | 'wrong-share'
  | 'one-source-twice'
  | 'derived-value'
  | 'share-beyond-one';

/** A warning that names the row it is about. */
export interface LintWarning {
  readonly trap: Trap;
  readonly row: string;
  readonly at: string;
  readonly message: string;
}
