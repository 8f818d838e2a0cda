import type { Fraction } from '../../base/units.ts';
import { decodePhases, unpackPhaseModel, type PhaseModel } from './phase-model.ts';
import { phaseWeights } from './phase-weights.ts';
import { phases, type Phase } from './phase.ts';
import { featuresOf, shapeOf } from './sentence-features.ts';
import { splitSentences, type Sentence } from './split-sentences.ts';

let shipped: PhaseModel | undefined;

/** Interjections alone: thinking about the thinking. The labelled sets have no such class, so it is a rule. */
const interjection =
  /^(?:(?:hmm+|wait|okay|ok|alright|right|well|so|now|good|great|no|yes|let me (?:think|see)|let's see|i see)[\s,.!?…]*)+$/i;

const isInterjection = (sentence: string): boolean => sentence.length < 60 && interjection.test(sentence);

/** Phases of the sentences of one trace, in order. Deterministic. */
export function tagSentences(sentences: readonly string[], model: PhaseModel = (shipped ??= unpackPhaseModel(phaseWeights))): Phase[] {
  const shapes = sentences.map(shapeOf);
  const tagged = decodePhases(
    model,
    shapes.map((_, index) => featuresOf(shapes, index)),
  );
  return tagged.map((phase, index) => (isInterjection(sentences[index] as string) ? 'monitor' : phase));
}

/** A run of neighbouring sentences of one phase. */
export interface PhaseRun {
  readonly phase: Phase;
  readonly first: Sentence;
  readonly sentences: number;
  readonly characters: number;
}

/** How a reasoning text divides over phases. */
export interface PhaseShares {
  /** Share of the characters by phase; phases that do not occur are absent. */
  readonly shares: Readonly<Partial<Record<Phase, Fraction>>>;
  /** Mean absolute error of a share over traces left out of training, in points of a hundred (docs/phases.md). */
  readonly errorPoints: number;
  readonly runs: readonly PhaseRun[];
}

/** Mean absolute error of a phase's share per trace, both sets, left-out traces: `npx tsx tools/train-phases.ts`. */
const shareErrorPoints = 5;

/** Tags a reasoning text and says how it divides over phases. It never says what was waste. */
export function phaseShares(text: string): PhaseShares {
  const sentences = splitSentences(text);
  const tags = tagSentences(sentences.map((sentence) => sentence.text));
  const runs: PhaseRun[] = [];
  const characters = new Map<Phase, number>();
  let all = 0;
  for (const [index, sentence] of sentences.entries()) {
    const phase = tags[index] as Phase;
    const length = sentence.text.length;
    all += length;
    characters.set(phase, (characters.get(phase) ?? 0) + length);
    const last = runs.at(-1);
    if (last !== undefined && last.phase === phase)
      runs[runs.length - 1] = { ...last, sentences: last.sentences + 1, characters: last.characters + length };
    else runs.push({ phase, first: sentence, sentences: 1, characters: length });
  }
  const shares: Partial<Record<Phase, Fraction>> = {};
  for (const phase of phases) {
    const count = characters.get(phase);
    if (count !== undefined) shares[phase] = (count / all) as Fraction;
  }
  return { shares, errorPoints: shareErrorPoints, runs };
}
