/** One step of the schema. Never edited once it has shipped: a change is a new migration. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  /** Run in order, in one transaction. */
  readonly statements: readonly string[];
}
