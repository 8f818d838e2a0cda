import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z]\w*(-\w+)*$/, 'letters, digits and inner hyphens, a letter first');
const text = z.string().min(1, 'must not be empty');
const value = z
  .union([z.number(), text])
  .describe(
    'a number, "a to b" (90 % interval), normal(), uniform(), beta(), triangular(), lognormal(), truncate(), mixture(), discrete()',
  );
const date = z
  .union([
    z.number().int(),
    z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'a date is YYYY, YYYY-MM or YYYY-MM-DD'),
  ])
  .describe('YYYY, YYYY-MM or YYYY-MM-DD');
const ids = z.array(id);
const days = z.string().regex(/^\d+ days?$/, 'write "90 days"');

export const evidenceSchema = z.strictObject({
  id,
  alias: id.optional().describe('short name for --set'),
  group: text.optional(),
  quantity: text.describe('what the number counts, in words'),
  value: value.optional(),
  best: z.number().optional().describe('the figure the source names, where value is a range'),
  text: text.optional().describe('the fact in words, where there is no number'),
  unit: text.optional().describe('GPU, USD/GPU-h, tokens/day, fraction, x/year, ...'),
  date: date.optional(),
  'shelf-life': days.optional().describe('how long after its date the figure may be taken as current, e.g. "90 days"'),
  source: z.strictObject({ title: text, url: z.string().optional() }),
  quality: z.enum(['primary', 'reported', 'estimate', 'rumour']).describe('whose figure it is'),
  seen: z.enum(['primary-excerpt', 'secondary', 'notes', 'derived', 'assumption', 'memory']).describe('how it was read'),
  note: z.string().optional(),
  derived: text.optional().describe('formula from which the value follows; checked, not used'),
  measures: z.union([id, ids]).optional().describe('what exactly is counted; unlike measures do not compare'),
  'conflicts-with': ids.optional().describe('rows that answer the same question differently: both are run'),
  'same-as': ids.optional().describe('rows that state the same quantity'),
  by: text.optional().describe('who made the statement'),
  statement: id.optional().describe('name of the statement, equal for all who make it'),
  wording: z.enum(['verified', 'unverified']).optional(),
  measured: text.optional().describe('quantity of the own ledger that may replace the value'),
  planned: text.optional().describe('quantity of the planner that may replace the value'),
});

export const assumptionSchema = z.strictObject({
  id,
  alias: id.optional(),
  says: text,
  value,
  unit: text,
  why: text.describe('why this range and no other'),
  measures: z.union([id, ids]).optional(),
  measured: text.optional(),
  planned: text.optional(),
  'by-definition': z.boolean().optional().describe('true for thresholds and conventions that no evidence could change'),
});

const quantitySchema = z.strictObject({ id, says: text, formula: text, unit: text, measures: z.union([id, ids]).optional() });

const correlationSchema = z.strictObject({
  between: z.tuple([id, id]),
  rank: z.number().min(-0.999).max(0.999).describe("Spearman's rank correlation"),
  why: text,
});

const comparisonSchema = z.strictObject({
  row: id,
  says: text,
  left: value,
  right: value,
  unit: text,
  ratio: text.describe('left / right as the words state it, "low to high"'),
});

const definitionBase = {
  id,
  role: z.enum(['main', 'rival', 'part']).describe('main: nearest to the words; rival: as fair; part: narrower, shown and not counted'),
  says: text,
};
export const definitionSchema = z.strictObject({
  ...definitionBase,
  formula: text.optional(),
  unit: text.optional(),
  'true-if': text.optional().describe('rule, fixed beforehand: result >= threshold'),
  missing: text.optional().describe('the number that does not exist, instead of formula, unit and true-if'),
});

export const claimSchema = z.strictObject({
  id,
  says: text.describe("the claim in the claimant's words"),
  short: text.optional().describe('the claim in at most 28 characters, for tables'),
  'said-by': text,
  testable: text,
  quantity: text.describe('the headline quantity in words'),
  definitions: z.array(definitionSchema).min(1, 'a claim needs at least one definition'),
  answer: text.describe('the plain answer, two sentences'),
  for: text.describe('the best argument for the claim'),
  against: text.describe('the best argument against it'),
  alternatives: z.array(text).min(1, 'a claim needs at least one alternative explanation'),
  'would-change': z.array(text).min(1, 'say what would change the verdict'),
  interests: z.array(z.strictObject({ who: text, gains: text, rows: ids.optional(), 'not-proof': text })).optional(),
  context: ids.optional().describe('rows that bear on the claim without standing in a formula'),
  gaps: ids.optional(),
  errs: text.optional().describe('in which direction the result is likely wrong'),
  sanity: text.optional().describe('a check in plain units'),
  changelog: z.array(z.strictObject({ date, verdict: text, why: text })).optional(),
});

const gapSchema = z.strictObject({ id, missing: text, 'would-settle': text });
const analogySchema = z.strictObject({ id, says: text, answer: text, claims: ids });

const partingSchema = z.strictObject({
  input: id,
  low: z.number(),
  high: z.number(),
  quantity: text,
  formula: text,
  unit: text,
  'true-if': text,
  says: text.describe('sentence with {value}, {low} and {high}'),
  below: text.describe('who is right below the number'),
  above: text.describe('who is right above it'),
  why: text,
});

const headerSchema = z.strictObject({
  id: id.optional(),
  extends: text.optional().describe('id of the case that this file changes'),
  title: text.optional(),
  question: text.optional(),
  'as-of': z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  about: text.optional(),
});

/** One YAML file of a case. A case may be spread over any number of files; lists of the same name are joined. */
export const caseFileSchema = z.strictObject({
  case: headerSchema.optional(),
  units: z.array(text).optional().describe('counts of your own, e.g. pizza'),
  parting: partingSchema.optional(),
  evidence: z.array(evidenceSchema).optional(),
  assumptions: z.array(assumptionSchema).optional(),
  quantities: z.array(quantitySchema).optional(),
  correlations: z.array(correlationSchema).optional(),
  comparisons: z.array(comparisonSchema).optional(),
  claims: z.array(claimSchema).optional(),
  gaps: z.array(gapSchema).optional(),
  analogies: z.array(analogySchema).optional(),
  set: z.record(z.string(), z.union([z.number(), text])).optional(),
});

export type CaseFile = z.infer<typeof caseFileSchema>;
