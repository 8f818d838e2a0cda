import { assertNever } from '../../base/assert.ts';
import type { LinkedCase, LinkedInput } from '../case/linked-case.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { z95 } from '../distribution/distribution.ts';
import type { Expression } from '../expression/expression.ts';
import { namesIn } from '../expression/expression.ts';

/** A name that Squiggle accepts: letters, digits and underscores, a lower-case letter first. */
const squiggleName = (name: string): string => `v_${name.replaceAll(/[^A-Za-z0-9]+/g, '_')}`;

const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(12)));

function distributionText(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'point':
      return number(distribution.value);
    case 'normal':
      return `normal(${number(distribution.mean)}, ${number(distribution.deviation)})`;
    case 'lognormal':
      return `${number(Math.exp(distribution.mu - z95 * distribution.sigma))} to ${number(Math.exp(distribution.mu + z95 * distribution.sigma))}`;
    case 'uniform':
      return `uniform(${number(distribution.low)}, ${number(distribution.high)})`;
    case 'triangular':
      return `triangular(${number(distribution.low)}, ${number(distribution.mode)}, ${number(distribution.high)})`;
    case 'beta':
      return `beta(${number(distribution.a)}, ${number(distribution.b)})`;
    case 'mixture': {
      const weights = distribution.cumulative.map((sum, index) => sum - (distribution.cumulative[index - 1] ?? 0));
      return `mx([${distribution.parts.map(distributionText).join(', ')}], [${weights.map(number).join(', ')}])`;
    }
    case 'truncated': {
      const inner = distributionText(distribution.inner);
      return `truncate(${inner}, quantile(${inner}, ${number(distribution.from)}), quantile(${inner}, ${number(Math.min(distribution.to, 0.999999))}))`;
    }
    default:
      return assertNever(distribution);
  }
}

/** The value of an input in base units (dollar, second, joule, count), so that formulas need no factors. */
function inputText({ distribution, unit }: LinkedInput): string {
  const text = distributionText(distribution);
  if (unit.growthPeriod !== undefined) return `log(${text}) / ${number(unit.growthPeriod)}`;
  return unit.factor === 1 ? text : `(${text}) * ${number(unit.factor)}`;
}

function callText(name: string, given: readonly string[]): string {
  const [a, b, c] = given as [string, string, string];
  switch (name) {
    case 'complement':
      return `(1 - ${a})`;
    case 'change':
      return `(${a} / ${b} - 1)`;
    case 'share':
      // The quotient is turned so that the shared term is drawn once.
      return `(1 / (1 + ${b} / ${a}))`;
    case 'blend':
      return `(${c} + ${a} * (${b} - ${c}))`;
    case 'compound':
      return `exp(${a} * ${b})`;
    case 'growth-between':
      return `(log(${a} / ${b}) / ${c})`;
    case 'ln':
      return `log(${a})`;
    case 'minus':
      return `(0 - ${a})`;
    default:
      return `${name}(${given.join(', ')})`;
  }
}

function expressionText(expression: Expression, constants: ReadonlyMap<string, number>): string {
  const text = (part: Expression): string => expressionText(part, constants);
  switch (expression.kind) {
    case 'number':
      return number(expression.value);
    case 'name': {
      const constant = constants.get(expression.name);
      return constant === undefined ? squiggleName(expression.name) : number(constant);
    }
    case 'arithmetic':
    case 'comparison':
      return `(${text(expression.left)} ${expression.operator} ${text(expression.right)})`;
    case 'logic':
      return `(${text(expression.left)} ${expression.operator === 'and' ? '&&' : '||'} ${text(expression.right)})`;
    case 'call':
      return callText(expression.name, expression.arguments.map(text));
    case 'range':
      return `(${text(expression.low)} to ${text(expression.high)})`;
    case 'list':
      return `[${expression.items.map(text).join(', ')}]`;
    default:
      return assertNever(expression);
  }
}

/** One formula as a Squiggle program whose last line is its value in base units. Inputs are sample sets, so dependence is kept. */
export function squiggleFormula(linked: LinkedCase, formula: Expression): string {
  const lines: string[] = [];
  const done = new Set<string>();
  const define = (name: string): void => {
    if (done.has(name) || linked.constants.has(name)) return;
    done.add(name);
    const derived = linked.derived.get(name);
    const input = linked.inputs.get(name);
    if (derived !== undefined) {
      for (const inner of namesIn(derived.expression)) define(inner);
      lines.push(`${squiggleName(name)} = ${expressionText(derived.expression, linked.constants)} // ${derived.says}`);
    } else if (input !== undefined) {
      const text = inputText(input);
      const isPoint = input.distribution.kind === 'point';
      lines.push(`${squiggleName(name)} = ${isPoint ? text : `SampleSet.fromDist(${text})`} // ${input.says}, ${input.unit.text}`);
    }
  };
  for (const name of namesIn(formula)) define(name);
  return [...lines, expressionText(formula, linked.constants)].join('\n');
}

/** Every computable definition of a case as Squiggle blocks, in base units. Correlations between inputs are not carried over. */
export function squiggleModel(linked: LinkedCase): string {
  const blocks = linked.claims.flatMap(({ source, definitions }) =>
    definitions.flatMap(({ source: { id, says, unit, trueIf }, model }) => {
      if (model === undefined) return [];
      const body = squiggleFormula(linked, model.formula)
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n');
      return [
        `// ${source.id}: ${says}. Stated in ${unit ?? ''}; true if ${trueIf ?? ''}\n${squiggleName(`${source.id} ${id}`)} = {\n${body}\n}`,
      ];
    }),
  );
  const { correlations } = linked.source;
  const head = [
    `// ${linked.source.title} (${linked.source.id}), exported by Tare. Values are in base units: dollars, seconds, joules, counts.`,
    correlations.length === 0 ? '' : `// Not carried over: ${correlations.length} rank correlations between inputs.`,
  ].filter((line) => line !== '');
  return `${head.join('\n')}\n\n${blocks.join('\n\n')}\n`;
}
