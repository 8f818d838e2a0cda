/** Outcomes of the same tasks under two arms, pass or fail. `losses`: only the arm as it is solved them; `gains`: only the changed arm. */
export interface PairedCounts {
  readonly pairs: number;
  readonly losses: number;
  readonly gains: number;
}
