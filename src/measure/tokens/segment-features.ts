import { assertNever } from '../../base/assert.ts';
import { characterClassNames } from '../../call/character-classes.ts';
import type { Segment } from '../../call/segment.ts';

/** What a segment costs beyond its text, learned like the cost of a character class. */
const wrapperNames = [
  /** One request for a tool: its name, its id and the frame around its arguments. */
  'toolCalls',
  /** One result: its id and the frame around it. */
  'toolResults',
  'reasoningBlocks',
  /** One text from outside the model that is no tool's result. */
  'inputTexts',
  /** Length of the signature or ciphertext of reasoning whose text is not there, in hundreds of characters. */
  'hiddenCharacters',
  /** A tool's schema that was loaded by name, without its text. */
  'hiddenSchemas',
] as const;

/** Names of the quantities whose sum of products with a family's coefficients is the estimate of a segment. */
export const featureNames = [...characterClassNames, ...wrapperNames] as const;

export type FeatureName = (typeof featureNames)[number];

export const featureCount = featureNames.length;

const classCount = characterClassNames.length;
const toolCalls = classCount;
const toolResults = classCount + 1;
const reasoningBlocks = classCount + 2;
const inputTexts = classCount + 3;
const hiddenCharacters = classCount + 4;
const hiddenSchemas = classCount + 5;

/** Index of the feature that a segment of this kind adds one of; absent for plain answers. */
function wrapperOf(segment: Segment): number | undefined {
  switch (segment.kind) {
    case 'tool-call':
      return toolCalls;
    case 'tool-result':
      return toolResults;
    case 'reasoning':
      return reasoningBlocks;
    case 'tools':
      return segment.text === undefined ? hiddenSchemas : inputTexts;
    case 'system':
    case 'user':
    case 'document':
    case 'summary':
      return inputTexts;
    case 'answer':
    case 'image':
    case 'unseen':
      return undefined;
    default:
      return assertNever(segment.kind);
  }
}

/** Adds the features of a segment to `into`, which has {@link featureCount} places. */
export function addFeatures(segment: Segment, into: Float64Array): void {
  const { text } = segment;
  if (text !== undefined) for (let index = 0; index < classCount; index++) (into[index] as number) += text.classes[index] ?? 0;
  const wrapper = wrapperOf(segment);
  if (wrapper !== undefined) (into[wrapper] as number)++;
  if (segment.kind === 'reasoning' && text === undefined) (into[hiddenCharacters] as number) += (segment.hiddenCharacters ?? 0) / 100;
}

/** Estimate of one segment: its features times a family's coefficients, without making a vector of them. */
export function estimateSegment(segment: Segment, coefficients: ArrayLike<number>): number {
  const { text } = segment;
  let sum = 0;
  if (text !== undefined) {
    const { classes } = text;
    for (let index = 0; index < classCount; index++) sum += (classes[index] ?? 0) * (coefficients[index] as number);
  }
  const wrapper = wrapperOf(segment);
  if (wrapper !== undefined) sum += coefficients[wrapper] as number;
  if (segment.kind === 'reasoning' && text === undefined)
    sum += ((segment.hiddenCharacters ?? 0) / 100) * (coefficients[hiddenCharacters] as number);
  return sum;
}

/** What a segment costs beyond its text. */
export function wrapperTokens(segment: Segment, coefficients: ArrayLike<number>): number {
  const wrapper = wrapperOf(segment);
  return wrapper === undefined ? 0 : (coefficients[wrapper] as number);
}
