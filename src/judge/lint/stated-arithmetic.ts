import type { LinkedCase } from '../case/linked-case.ts';
import { parseDistribution } from '../distribution/parse-distribution.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { checkFormula } from '../expression/check-dimensions.ts';
import { namesIn } from '../expression/expression.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { PointRunner } from '../sensitivity/point-runner.ts';
import { sameDimension } from '../unit/dimension.ts';
import { parseUnit, toBase } from '../unit/unit.ts';
import { formatSignificant } from '../../base/number-format.ts';
import { figureOf, overlap, slippedPower } from './figure.ts';
import type { LintWarning } from './lint-warning.ts';

/** Traps of arithmetic in words: comparisons that do not hold, values that do not follow from their formula. */
export const lintStatedArithmetic = (linked: LinkedCase): LintWarning[] => [...lintComparisons(linked), ...lintDerivedValues(linked)];

function lintComparisons(linked: LinkedCase): LintWarning[] {
  return linked.source.comparisons.flatMap(({ at, row, says, left, right, unit: unitText, ratio }): LintWarning[] => {
    const unit = parseUnit(unitText, `${at}, unit of the comparison`, linked.source.units);
    const middle = (text: string): number => toBase(unit, quantileOf(parseDistribution({ text, where: at }), 0.5));
    const actual = middle(left) / middle(right);
    const stated = parseDistribution({ text: ratio, where: `${at}, ratio` });
    if (actual >= quantileOf(stated, 0.05) * 0.97 && actual <= quantileOf(stated, 0.95) * 1.03) return [];
    return [
      { trap: 'false-comparison', row, at, message: `"${says}" does not hold: ${left} over ${right} is ${formatSignificant(actual)}` },
    ];
  });
}

function lintDerivedValues(linked: LinkedCase): LintWarning[] {
  return linked.source.evidence.flatMap((row): LintWarning[] => {
    const figure = figureOf(linked, row.id);
    if (row.derived === undefined || figure === undefined) return [];
    const text = { text: row.derived, where: `${row.at}, derived of "${row.id}"` };
    const formula = parseExpression(text);
    const dimension = checkFormula(formula, text, {
      dimensionOf: (name) => linked.inputs.get(name)?.unit.dimension ?? linked.derived.get(name)?.unit.dimension,
      unusable: () => undefined,
      names: () => linked.inputs.keys(),
    });
    const { unit } = figure.input;
    if (!sameDimension(dimension, unit.dimension)) {
      return [{ trap: 'derived-value', row: row.id, at: row.at, message: `its formula gives another unit than ${unit.text}` }];
    }
    const runner = new PointRunner(linked, {
      formula,
      rule: formula,
      unit: { ...unit, factor: 1, growthPeriod: undefined },
      inputs: [],
      thresholds: [],
    });
    const ends = corners(namesIn(formula), linked).map((point) => runner.at(point));
    const computed = { low: Math.min(...ends), middle: runner.at({}), high: Math.max(...ends) };
    if (overlap(figure, computed, 0.02)) return [];
    const power = slippedPower(figure.middle, computed.middle);
    const slip = power === undefined ? '' : ` (10^${power} times)`;
    return [
      {
        trap: power === undefined ? 'derived-value' : 'unit-slip',
        row: row.id,
        at: row.at,
        message: `states another value than its own formula gives${slip}: ${row.derived}`,
      },
    ];
  });
}

/** Every input at the low or the high end of its range, one at a time and all together. */
function corners(names: readonly string[], linked: LinkedCase): Record<string, number>[] {
  const figures = names.flatMap((name) => figureOf(linked, name) ?? []);
  const points: Record<string, number>[] = [{}];
  for (const figure of figures) {
    for (const point of points.slice(0, 64))
      points.push({ ...point, [figure.row.id]: figure.low }, { ...point, [figure.row.id]: figure.high });
  }
  return points;
}
