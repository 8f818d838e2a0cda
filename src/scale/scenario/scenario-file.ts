import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { TareError } from '../../base/tare-error.ts';
import { routerPolicies } from '../fleet/router.ts';
import { nearestNames } from '../hardware/name-search.ts';
import { duration } from './duration.ts';

const count = z.int().min(1).max(100_000_000);
const share = z.number().min(0).max(1);
const tokenCount = z.int().min(0).max(20_000_000);
const parallel = z.int().min(1).max(4096);

const layout = z.strictObject({
  tensor: parallel.default(1),
  pipeline: parallel.default(1),
  data: parallel.default(1),
  expert: parallel.default(1),
});

const autoscale = z.strictObject({
  minimum: count.default(1),
  targetOutstanding: z.number().positive().max(100_000),
  interval: duration.default(15),
  startup: duration.default(180),
  holdDown: duration.default(300),
});

const wide = z.strictObject({
  expertImbalance: z.number().min(1).max(10).default(1.2),
  copies: z.number().positive().max(1).default(1),
  networkEfficiency: z.number().positive().max(1).default(0.8),
});

const speculation = z.strictObject({ drafts: count, tokensPerStep: z.number().min(1) });

const engine = z.strictObject({
  name: z.string().default('vllm'),
  quantisation: z.string().optional(),
  kvCache: z.enum(['bf16', 'fp8', 'fp4']).optional(),
  memoryFraction: z.number().positive().max(1).optional(),
  maxSequences: count.optional(),
  maxBatchedTokens: count.optional(),
  speculation: speculation.optional(),
});

const replicas = {
  layout: layout.prefault({}),
  engine: z.union([z.string(), engine]).default('vllm'),
  quantisation: z.string().optional(),
  replicas: count,
  powered: count.optional(),
  autoscale: autoscale.optional(),
  wide: wide.optional(),
};

const group = z.strictObject({ gpu: z.string().optional(), ...replicas });

const pool = z.strictObject({
  model: z.string(),
  gpu: z.string(),
  ...replicas,
  replicas: count.optional(),
  prefill: group.optional(),
  decode: group.optional(),
  router: z.enum(routerPolicies).default('least-loaded'),
  replicasPerRouter: count.optional(),
  simulatedReplicas: count.optional(),
  maxWaiting: count.optional(),
});

const length = z.union([
  count.transform((mean) => ({ mean, variation: 0 })),
  z.strictObject({ mean: count, variation: z.number().min(0).max(20).default(1) }),
]);

const tier = z.strictObject({
  share: share.optional(),
  pool: z.string().optional(),
  priority: z.int().min(0).max(7).default(0),
  requestsPerMinute: z.number().positive().optional(),
  tokensPerMinute: count.optional(),
  fiveHourTokens: count.optional(),
  weeklyTokens: count.optional(),
  reservedOutput: tokenCount.default(0),
  cachedInputCounts: z.boolean().default(true),
  patience: duration.default(0),
  ttft: duration.default(2),
  tpot: duration.default(0.05),
  callsPerUserPerDay: z.number().positive().max(1_000_000).optional(),
  input: length.optional(),
  output: length.optional(),
  sharedPrefix: tokenCount.default(0),
  turns: z.number().min(1).max(10_000).default(1),
  thinkTime: duration.default(30),
});

const burst = z.strictObject({ start: duration, duration, factor: z.number().min(0).max(1000) });

const workload = z.union([
  z.strictObject({
    users: count,
    hours: z.array(z.number().min(0)).min(1).max(1440).default([1]),
    bursts: z.array(burst).default([]),
    gapVariation: z.number().min(0.05).max(20).default(1),
  }),
  z.strictObject({
    trace: z.string(),
    sort: z.boolean().default(false),
    speed: z.number().positive().max(1e6).default(1),
    repeat: count.default(1),
    senders: count.optional(),
    pool: z.string().optional(),
  }),
  z.strictObject({
    servegen: z.strictObject({ trace: z.string(), dataset: z.string() }),
    start: duration.default(0),
    rateFactor: z.number().positive().max(1e6).default(1),
    pool: z.string().optional(),
  }),
]);

const scenarioSchema = z.strictObject({
  name: z.string().optional(),
  seed: z.int().min(0).default(1),
  duration: duration.optional(),
  stretches: z.int().min(1).max(10_000).default(24),
  gpus: count.optional(),
  power: z
    .strictObject({
      wallFactor: z.number().min(1).max(5).default(1.25),
      pue: z.number().min(1).max(5).default(1.2),
      darkWatts: z.number().min(0).max(1000).default(0),
    })
    .prefault({}),
  pools: z.record(z.string(), pool),
  tiers: z.record(z.string(), tier).optional(),
  workload,
});

/** What a scenario file says, checked field by field but not yet against tables and files. */
export type ScenarioFile = z.output<typeof scenarioSchema>;
export type PoolFile = ScenarioFile['pools'][string];
export type GroupFile = z.output<typeof group>;
export type TierFile = NonNullable<ScenarioFile['tiers']>[string];

/** Where a field of a scenario stands, for an error. */
export type PlaceOf = (path: readonly PropertyKey[]) => string;

/**
 * Parses a scenario in YAML or JSON.
 * @throws {TareError} `bad-scenario` naming file, line and field
 */
export function parseScenario(text: string, place: string): { readonly file: ScenarioFile; readonly placeOf: PlaceOf } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new TareError({
      code: 'bad-scenario',
      message: `${place}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${broken.message.split('\n')[0]}`,
      hint: 'Check indentation and quotes near that line.',
    });
  }
  const placeOf: PlaceOf = (path) => {
    const offset = offsetOf(document, path);
    return `${place}${offset === undefined ? '' : `:${lines.linePos(offset).line}`}`;
  };
  const parsed = scenarioSchema.safeParse(document.toJS());
  if (parsed.success) return { file: parsed.data, placeOf };
  throw errorOf(deepest(parsed.error.issues), placeOf);
}

/** Start of the field's key, or of the nearest field around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === String(path[depth - 1]));
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

type Issue = z.core.$ZodIssue;

/** Of the readings of a union that failed, the one that came farthest says what is wrong. */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues[0] as Issue;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors
    .map((branch) => branch as readonly Issue[])
    .toSorted((left, right) => missing(left) - missing(right) || left.length - right.length)[0] as readonly Issue[];
  const found = deepest(inner);
  return { ...found, path: [...issue.path, ...found.path] };
}

const missing = (branch: readonly Issue[]): number =>
  branch.filter((issue) => issue.code === 'invalid_type' && issue.path.length === 1).length;

function errorOf(issue: Issue, placeOf: PlaceOf): TareError {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0] as string];
    const field = path.join('.');
    const known = knownFields(issue.path);
    const near = nearestNames(issue.keys[0] as string, known, 1)[0];
    const hint = near === undefined ? 'docs/scenario-format.md lists the fields.' : `Did you mean ${near}?`;
    return new TareError({ code: 'bad-scenario', message: `${placeOf(path)}: ${field}: unknown field`, hint });
  }
  const field = issue.path.join('.');
  return new TareError({
    code: 'bad-scenario',
    message: `${placeOf(issue.path)}: ${field === '' ? 'scenario' : field}: ${issue.message}`,
    hint: 'docs/scenario-format.md gives each field with its unit and limits.',
  });
}

/** Fields that may stand beside the one that is unknown, for a suggestion. */
function knownFields(path: readonly PropertyKey[]): readonly string[] {
  const [section] = path;
  if (section === undefined) return Object.keys(scenarioSchema.shape);
  if (section === 'pools') {
    if (path.length === 2) return Object.keys(pool.shape);
    return [group, layout, autoscale, engine, speculation, wide].flatMap((schema) => Object.keys(schema.shape));
  }
  if (section === 'tiers') return Object.keys(tier.shape);
  if (section === 'power') return ['wallFactor', 'pue', 'darkWatts'];
  return workload.options.flatMap((option) => Object.keys(option.shape));
}
