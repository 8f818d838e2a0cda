import type { Columns } from './column-appender.ts';

/** Columns of the tables that rows are appended to, in the order of the schema (`src/ledger/migrations/`). */

export const entryPackColumns = {
  number: 'integer',
  session: 'integer',
  batch: 'bigint',
  format: 'integer',
  entries: 'integer',
  lastEntry: 'bigint',
  content: 'blob',
  compactions: 'integer',
} as const satisfies Columns;

export const entryKeyColumns = {
  key: 'bigint',
  call: 'bigint',
  foreignParent: 'bigint',
  pack: 'integer',
} as const satisfies Columns;

export const fileColumns = {
  number: 'integer',
  path: 'varchar',
  source: 'varchar',
  size: 'bigint',
  modified: 'double',
  offset: 'bigint',
  line: 'bigint',
  state: 'varchar',
  headHash: 'varchar',
  format: 'integer',
} as const satisfies Columns;

export const ignoredFileColumns = { path: 'varchar', size: 'bigint', modified: 'double' } as const satisfies Columns;

export const skippedColumns = { file: 'varchar', line: 'bigint', reason: 'varchar', field: 'varchar' } as const satisfies Columns;

export const sessionColumns = {
  number: 'integer',
  id: 'varchar',
  source: 'varchar',
  directory: 'varchar',
  branch: 'varchar',
  agentVersion: 'varchar',
  parentSession: 'varchar',
  experiment: 'varchar',
  start: 'bigint',
  end: 'bigint',
  group: 'integer',
  changed: 'bigint',
  weighed: 'bigint',
  weighedVersion: 'varchar',
  weighedGroup: 'integer',
} as const satisfies Columns;

export const chainColumns = {
  number: 'integer',
  session: 'integer',
  chain: 'varchar',
  agentType: 'varchar',
  spawnedBy: 'varchar',
} as const satisfies Columns;

export const callColumns = {
  key: 'varchar',
  group: 'integer',
  source: 'varchar',
  session: 'integer',
  chain: 'integer',
  index: 'integer',
  time: 'bigint',
  bucket: 'integer',
  model: 'varchar',
  provider: 'varchar',
  turn: 'integer',
  inputUncached: 'bigint',
  cacheRead: 'bigint',
  cacheWrite5m: 'bigint',
  cacheWrite1h: 'bigint',
  cacheWriteUnsplit: 'bigint',
  outputLogged: 'bigint',
  outputReconstructed: 'bigint',
  outputShown: 'bigint',
  reasoning: 'bigint',
  progressOnly: 'boolean',
  priceState: 'varchar',
  priceVersion: 'varchar',
  usdLogged: 'double',
  usdReconstructed: 'double',
  rateUncached: 'double',
  rateRead: 'double',
  rateWrite5m: 'double',
  rateWrite1h: 'double',
  rateWriteUnsplit: 'double',
  rateOutput: 'double',
  context: 'bigint',
  stopReason: 'varchar',
} as const satisfies Columns;

export const carriedColumns = {
  group: 'integer',
  chain: 'integer',
  weights: 'varchar',
  placements: 'varchar',
  claims: 'varchar',
} as const satisfies Columns;

export const carriedGroupColumns = { group: 'integer' } as const satisfies Columns;

export const lossColumns = {
  group: 'integer',
  chain: 'integer',
  call: 'integer',
  cause: 'varchar',
  detail: 'varchar',
  tokens: 'bigint',
  usd: 'double',
} as const satisfies Columns;

export const findingColumns = {
  id: 'varchar',
  group: 'integer',
  number: 'integer',
  session: 'integer',
  cause: 'varchar',
  state: 'varchar',
  title: 'varchar',
  fix: 'varchar',
  calls: 'varchar',
  segments: 'varchar',
  callCount: 'integer',
  tokens: 'bigint',
  usd: 'double',
  segmentTokens: 'varchar',
} as const satisfies Columns;

export const rollupColumns = {
  group: 'integer',
  bucket: 'integer',
  session: 'integer',
  chain: 'integer',
  model: 'varchar',
  kind: 'kind',
  tool: 'varchar',
  progressOnly: 'boolean',
  tokens: 'bigint',
  usd: 'double',
  kindCalls: 'integer',
  toolCalls: 'integer',
} as const satisfies Columns;

export const findingRollupColumns = {
  finding: 'varchar',
  group: 'integer',
  session: 'integer',
  chain: 'integer',
  model: 'varchar',
  bucket: 'integer',
  cause: 'varchar',
  state: 'varchar',
  tokens: 'bigint',
  usd: 'double',
} as const satisfies Columns;
