import * as z from 'zod';
import { TareError } from '../../base/tare-error.ts';
import { featureCount } from './segment-features.ts';

const familySchema = z.object({
  name: z.string().min(1),
  /** A model belongs to the first family of which a prefix and a source fit; the last family takes the rest. */
  prefixes: z.array(z.string()),
  /** Agents whose calls it holds for: they wrap tool calls and results each in their own way. Absent: all. */
  sources: z.array(z.string()).optional(),
  /** Tokens per unit of each feature, in the order of `featureNames`. */
  coefficients: z.array(z.number().nonnegative()).length(featureCount),
  /** The agent it was learned on. */
  home: z.string().optional(),
  /** Mean tokens a call brings in unseen, over the calls of all its models. */
  unseenPerCall: z.number(),
  /** Equations it was learned from. */
  learnedFrom: z.number().int().nonnegative(),
});

const modelSchema = z.object({
  model: z.string().min(1),
  differences: z.number().int().nonnegative(),
  /** Mean tokens a call brings into the context that the transcript does not show. */
  unseenPerCall: z.number(),
});

const coefficientsSchema = z.object({
  version: z.string().min(1),
  families: z.array(familySchema).min(1),
  models: z.array(modelSchema),
});

/** Learned sizes of character classes and wrappers, by tokenizer family. */
export type TokenCoefficients = z.infer<typeof coefficientsSchema>;
export type TokenizerFamily = z.infer<typeof familySchema>;

/** Reads coefficients kept as a fact in the ledger. @throws {TareError} when the text holds none */
export function parseCoefficients(text: string): TokenCoefficients {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TareError({ code: 'bad-coefficients', message: 'The learned token coefficients are not JSON.', hint: relearn, cause });
  }
  const parsed = coefficientsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  const message = `The learned token coefficients do not fit this version of Tare, at "${place}": ${issue?.message ?? 'wrong shape'}.`;
  throw new TareError({ code: 'bad-coefficients', message, hint: relearn });
}

const relearn = 'Run `tare doctor --learn` to learn them again from the ledger.';

/** Resellers write `anthropic/claude-opus-4.7` or `us.anthropic.claude-opus-4-7`: versions with dashes, makers in front. */
const plainName = (model: string): string => model.toLowerCase().replaceAll(/(?<=\d)\.(?=\d)/g, '-');

const isNamed = (name: string, prefix: string): boolean =>
  name.startsWith(prefix) || name.includes(`/${prefix}`) || name.includes(`.${prefix}`);

/** The family that a model's text is counted with when an agent sent it. */
export function familyOf(coefficients: TokenCoefficients, model: string | undefined, source?: string): TokenizerFamily {
  const { families } = coefficients;
  const name = plainName(model ?? '');
  const found = families.find(
    ({ prefixes, sources }) =>
      prefixes.some((prefix) => isNamed(name, plainName(prefix))) &&
      (sources === undefined || (source !== undefined && sources.includes(source))),
  );
  return found ?? (families.at(-1) as TokenizerFamily);
}
