import { formatSignificant } from '../../base/number-format.ts';
import type { LinkedCase } from '../case/linked-case.ts';
import { sampleModel } from '../sampling/sample-model.ts';
import { breakEvenOf } from '../sensitivity/break-even.ts';
import type { PartingAnswer } from './case-answer.ts';
import type { JudgeOptions } from './judge-options.ts';
import { sensitivityOf, thresholdOf } from './judge-reading.ts';

const curvePoints = 25;
const curveSamples = 4000;

/** The number at which two camps part, and what it decides along its span; absent if the case names none. */
export function partingOf(linked: LinkedCase, options: JudgeOptions): PartingAnswer | undefined {
  if (linked.parting === undefined) return undefined;
  const { source, model } = linked.parting;
  const input = linked.inputs.get(source.input);
  const parting = input === undefined ? undefined : breakEvenOf(linked, model, source.input, options.seed, source);
  if (input === undefined || parting === undefined) return undefined;
  const samples = Math.min(curveSamples, options.samples);
  const withValue = (value: number): LinkedCase => ({
    ...linked,
    inputs: new Map(linked.inputs).set(source.input, { ...input, distribution: { kind: 'point', value } }),
  });
  const curve = Array.from({ length: curvePoints }, (_, index) => {
    const at = source.low * (source.high / source.low) ** (index / (curvePoints - 1));
    const { quantiles } = sampleModel(withValue(at), model, options.seed, samples);
    return quantiles === undefined ? [] : [{ at, ...quantiles }];
  }).flat();
  const atPart = withValue(parting.value);
  const sample = sampleModel(atPart, model, options.seed, samples);
  const fill = (value: number): string => formatSignificant(value, 2);
  return {
    says: source.says
      .replaceAll('{value}', fill(parting.value))
      .replaceAll('{low}', fill(parting.low))
      .replaceAll('{high}', fill(parting.high)),
    input: source.input,
    value: parting.value,
    low: parting.low,
    high: parting.high,
    unit: input.unit.text,
    holds: parting.holds,
    curve,
    threshold: thresholdOf(linked, model) ?? 1,
    quantityUnit: model.unit.text,
    sensitivity: sensitivityOf(atPart, model, sample, options),
  };
}
