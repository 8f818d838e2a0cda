import type { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import type { AssumptionSource, CaseSource, ClaimSource, DefinitionSource, EvidenceSource, PartingSource } from './case.ts';
import {
  caseFileSchema,
  type assumptionSchema,
  type CaseFile,
  type claimSchema,
  type definitionSchema,
  type evidenceSchema,
} from './case-schema.ts';

/** A file of a case, its YAML already parsed. */
export interface CaseDocument {
  readonly file: string;
  readonly value: unknown;
  /** Line of the part at a path of keys and indices. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

interface ReadFile {
  readonly data: CaseFile;
  readonly at: (...path: readonly (string | number)[]) => string;
}

function readFile(document: CaseDocument): ReadFile {
  const parsed = caseFileSchema.safeParse(document.value ?? {});
  if (!parsed.success) {
    const [issue, ...more] = parsed.error.issues;
    const path = issue?.path ?? [];
    const extra = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new TareError({
      code: 'bad-case-file',
      message: `${document.file}:${document.lineOf(path)}: ${path.join('.') || 'the file'}: ${issue?.message ?? 'unreadable'}${extra}`,
      hint: 'docs/case-format.md lists every field; "tare check --new my-case" writes a commented example',
    });
  }
  return { data: parsed.data, at: (...path) => `${document.file}:${document.lineOf(path)}` };
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

function evidenceOf(row: z.infer<typeof evidenceSchema>, at: string): EvidenceSource {
  if (row.value !== undefined && row.unit === undefined) {
    throw new TareError({
      code: 'missing-unit',
      message: `${at}: row "${row.id}" has a value and no unit`,
      hint: 'add "unit:", for example GPU, USD/month, tokens/day, fraction',
    });
  }
  if (row.value === undefined && row.text === undefined) {
    throw new TareError({
      code: 'empty-row',
      message: `${at}: row "${row.id}" states neither a value nor a text`,
      hint: 'add "value:" with a unit, or "text:" for a fact in words',
    });
  }
  return {
    id: row.id,
    at,
    group: row.group ?? 'evidence',
    alias: row.alias,
    quantity: row.quantity,
    value: row.value === undefined ? undefined : String(row.value),
    best: row.best ?? (typeof row.value === 'number' ? row.value : undefined),
    text: row.text,
    unit: row.unit,
    date: row.date === undefined ? undefined : String(row.date),
    shelfLifeDays: row['shelf-life'] === undefined ? undefined : Number.parseInt(row['shelf-life'], 10),
    source: { title: row.source.title, url: row.source.url === '' ? undefined : row.source.url },
    quality: row.quality,
    seen: row.seen,
    note: row.note ?? '',
    derived: row.derived,
    measures: list(row.measures),
    conflictsWith: row['conflicts-with'] ?? [],
    sameAs: row['same-as'] ?? [],
    by: row.by,
    statement: row.statement,
    wording: row.wording,
    measured: row.measured,
    planned: row.planned,
  };
}

function assumptionOf(row: z.infer<typeof assumptionSchema>, at: string): AssumptionSource {
  const { id, alias, says, unit, why, measured, planned } = row;
  return {
    id,
    at,
    alias,
    says,
    value: String(row.value),
    unit,
    why,
    measures: list(row.measures),
    measured,
    planned,
    byDefinition: row['by-definition'] ?? false,
  };
}

function definitionOf(definition: z.infer<typeof definitionSchema>, at: string): DefinitionSource {
  const { id, role, says, formula, unit, missing } = definition;
  const trueIf = definition['true-if'];
  const complete = formula !== undefined && unit !== undefined && trueIf !== undefined;
  if (missing === undefined ? !complete : formula !== undefined) {
    throw new TareError({
      code: 'incomplete-definition',
      message: `${at}: definition "${id}" needs formula, unit and true-if, or only "missing"`,
      hint: 'the rule is fixed in the file before the run; "missing:" names the number that nobody published',
    });
  }
  return { id, at, role, says, formula, unit, trueIf, missing };
}

function claimOf(claim: z.infer<typeof claimSchema>, at: ReadFile['at'], index: number): ClaimSource {
  const place = at('claims', index);
  const definitions = claim.definitions.map((definition, which) => definitionOf(definition, at('claims', index, 'definitions', which)));
  if (definitions[0]?.role !== 'main' || definitions.filter(({ role }) => role === 'main').length !== 1) {
    throw new TareError({
      code: 'no-main-definition',
      message: `${place}: claim ${claim.id} needs one definition with "role: main", first`,
      hint: "main is the definition nearest to the claimant's words; rivals follow",
    });
  }
  return {
    id: claim.id,
    at: place,
    says: claim.says,
    short: claim.short ?? claim.says,
    saidBy: claim['said-by'],
    testable: claim.testable,
    quantity: claim.quantity,
    definitions,
    answer: claim.answer,
    for: claim.for,
    against: claim.against,
    alternatives: claim.alternatives,
    wouldChange: claim['would-change'],
    interests: (claim.interests ?? []).map((interest) => ({
      who: interest.who,
      gains: interest.gains,
      rows: interest.rows ?? [],
      notProof: interest['not-proof'],
    })),
    context: claim.context ?? [],
    gaps: claim.gaps ?? [],
    errs: claim.errs ?? '',
    sanity: claim.sanity ?? '',
    changelog: (claim.changelog ?? []).map((change) => ({ date: String(change.date), verdict: change.verdict, why: change.why })),
  };
}

/** A conflict is mutual: a row that names another is named by it. */
function withMutualConflicts(rows: readonly EvidenceSource[]): EvidenceSource[] {
  return rows.map((row) => {
    const namedBy = rows.filter((other) => other.conflictsWith.includes(row.id)).map(({ id }) => id);
    return { ...row, conflictsWith: [...new Set([...row.conflictsWith, ...namedBy])] };
  });
}

/** Joins the files of a case into one. @throws {TareError} with file, line and fix */
export function readCase(documents: readonly CaseDocument[], set: Readonly<Record<string, string>> = {}): CaseSource {
  const files = documents.map(readFile);
  const headers = files.flatMap(({ data }) => data.case ?? []);
  const header: NonNullable<CaseFile['case']> = Object.assign({}, ...headers);
  const { id, title } = header;
  const asOf = header['as-of'];
  if (id === undefined || title === undefined || asOf === undefined) {
    throw new TareError({
      code: 'no-case-header',
      message: `${documents[0]?.file ?? 'the case'}: no file has "case:" with id, title and as-of`,
      hint: 'add it to case.yaml; "tare check --new my-case" writes one',
    });
  }
  const own = headers.filter((candidate) => candidate.extends === undefined);
  if (own.length > 1) {
    throw new TareError({
      code: 'two-cases',
      message: `two files have a "case:" header: ${own.map((candidate) => candidate.id).join(', ')}`,
      hint: 'one folder holds one case; a file that changes another case says "extends:"',
    });
  }
  const gather = <Item, Out>(
    pick: (data: CaseFile) => readonly Item[] | undefined,
    key: string,
    make: (item: Item, at: string) => Out,
  ): Out[] => files.flatMap(({ data, at }) => (pick(data) ?? []).map((item, index) => make(item, at(key, index))));
  const parting = files.flatMap(({ data, at }): PartingSource[] => {
    if (data.parting === undefined) return [];
    const { 'true-if': trueIf, ...rest } = data.parting;
    return [{ ...rest, trueIf, at: at('parting') }];
  });
  return {
    id,
    title,
    question: header.question ?? '',
    asOf,
    about: header.about ?? '',
    units: files.flatMap(({ data }) => data.units ?? []),
    parting: parting.at(-1),
    evidence: withMutualConflicts(gather((data) => data.evidence, 'evidence', evidenceOf)),
    assumptions: gather((data) => data.assumptions, 'assumptions', assumptionOf),
    quantities: gather(
      (data) => data.quantities,
      'quantities',
      ({ measures, ...rest }, at) => ({ ...rest, at, measures: list(measures) }),
    ),
    correlations: gather(
      (data) => data.correlations,
      'correlations',
      (item, at) => ({ ...item, at }),
    ),
    comparisons: gather(
      (data) => data.comparisons,
      'comparisons',
      (item, at) => ({ ...item, at, left: String(item.left), right: String(item.right) }),
    ),
    claims: files.flatMap(({ data, at }) => (data.claims ?? []).map((claim, index) => claimOf(claim, at, index))),
    gaps: gather(
      (data) => data.gaps,
      'gaps',
      (item, at) => ({ id: item.id, at, missing: item.missing, wouldSettle: item['would-settle'] }),
    ),
    analogies: gather(
      (data) => data.analogies,
      'analogies',
      (item, at) => ({ ...item, at }),
    ),
    set: {
      ...Object.fromEntries(files.flatMap(({ data }) => Object.entries(data.set ?? {}).map(([name, value]) => [name, String(value)]))),
      ...set,
    },
  };
}
