import { TareError } from '../../base/tare-error.ts';
import { combineDimensions, dimensionless, type Dimension } from './dimension.ts';
import { nearestName } from './nearest-name.ts';

const hour = 3600;
const day = 24 * hour;
// A year of 8,760 h; a month is its twelfth (730 h), a quarter its fourth. Rents are quoted on this basis.
const year = 365 * day;

const times: Readonly<Record<string, number>> = {
  s: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: hour,
  hour,
  d: day,
  day,
  week: 7 * day,
  month: year / 12,
  quarter: year / 4,
  year,
};

interface Named {
  readonly factor: number;
  readonly dimension: Dimension;
}

const energy = { energy: 1 } as const;
const power = { energy: 1, time: -1 } as const;
const count = (base: string, factor = 1): Named => ({ factor, dimension: { [base]: 1 } });

const named: Readonly<Record<string, Named>> = {
  fraction: { factor: 1, dimension: dimensionless },
  x: { factor: 1, dimension: dimensionless },
  percent: { factor: 0.01, dimension: dimensionless },
  '%': { factor: 0.01, dimension: dimensionless },
  'percentage point': { factor: 0.01, dimension: dimensionless },
  USD: count('USD'),
  GPU: count('GPU'),
  H100e: count('H100e'),
  token: count('token'),
  tok: count('token'),
  ktoken: count('token', 1e3),
  Mtoken: count('token', 1e6),
  Mtok: count('token', 1e6),
  user: count('user'),
  customer: count('customer'),
  query: count('query'),
  queries: count('query'),
  prompt: count('query'),
  call: count('call'),
  event: count('event'),
  W: { factor: 1, dimension: power },
  kW: { factor: 1e3, dimension: power },
  MW: { factor: 1e6, dimension: power },
  GW: { factor: 1e9, dimension: power },
  J: { factor: 1, dimension: energy },
  Wh: { factor: hour, dimension: energy },
  kWh: { factor: 1e3 * hour, dimension: energy },
  MWh: { factor: 1e6 * hour, dimension: energy },
  FLOP: count('FLOP'),
  date: { factor: day, dimension: { time: 1 } },
  ...Object.fromEntries(Object.entries(times).map(([name, factor]) => [name, { factor, dimension: { time: 1 } }])),
};

/**
 * A unit of a quantity. Inside the engine every value stands in base units (dollar, second, joule, one of a count).
 * `growthPeriod` marks a growth factor over a period (`x/year`): it is kept as its logarithm over time, so that
 * 80 x/year and 2.99 x/quarter are the same rate and can never be divided like a sum of money.
 */
export interface Unit {
  readonly text: string;
  readonly factor: number;
  readonly dimension: Dimension;
  readonly growthPeriod: number | undefined;
}

export const toBase = (unit: Unit, value: number): number =>
  unit.growthPeriod === undefined ? value * unit.factor : Math.log(value) / unit.growthPeriod;

export const fromBase = (unit: Unit, value: number): number =>
  unit.growthPeriod === undefined ? value / unit.factor : Math.exp(value * unit.growthPeriod);

function lookUp(name: string, ownUnits: readonly string[]): Named | undefined {
  if (ownUnits.includes(name)) return count(name);
  const known = Object.hasOwn(named, name) ? named[name] : undefined;
  if (known !== undefined) return known;
  const singular = name.endsWith('s') ? name.slice(0, -1) : undefined;
  if (singular === undefined) return undefined;
  if (ownUnits.includes(singular)) return count(singular);
  return singular.length > 2 && Object.hasOwn(named, singular) ? named[singular] : undefined;
}

/**
 * Reads `USD/GPU-h`, `tokens/day`, `x/year`, `fraction`: names joined by `-` or space multiply, `/` divides by the rest
 * of the group. `ownUnits` are counts that a case declares. @throws {TareError} `unknown-unit`
 */
export function parseUnit(text: string, where: string, ownUnits: readonly string[] = []): Unit {
  const growth = /^x\/(\w+)$/.exec(text.trim());
  const periodName = growth?.[1];
  const period = periodName !== undefined && Object.hasOwn(times, periodName) ? times[periodName] : undefined;
  if (period !== undefined) return { text, factor: 1, dimension: { growth: 1, time: -1 }, growthPeriod: period };
  let dimension: Dimension = dimensionless;
  let factor = 1;
  const groups = text.trim().split('/');
  for (const [position, group] of groups.entries()) {
    const sign = position === 0 ? 1 : -1;
    const words = group.split(/[-\s·*]+/).filter((word) => word !== '');
    if (words.length === 0) throw unknownUnit(text, where, 'a side of the slash is empty', ownUnits);
    for (const word of words) {
      if (position === 0 && word === '1') continue;
      const unit = lookUp(word, ownUnits);
      if (unit === undefined) throw unknownUnit(word, where, undefined, ownUnits);
      dimension = combineDimensions(dimension, unit.dimension, sign);
      factor *= unit.factor ** sign;
    }
  }
  return { text, factor, dimension, growthPeriod: undefined };
}

function unknownUnit(text: string, where: string, reason: string | undefined, ownUnits: readonly string[]): TareError {
  const near = nearestName(text, [...Object.keys(named), ...ownUnits]);
  return new TareError({
    code: 'unknown-unit',
    message: `${where}: unit "${text}" ${reason ?? 'is not known'}`,
    hint: `${near === undefined ? '' : `did you mean "${near}"? `}Known: GPU, GPU-h, token, USD/month, W, fraction, x/year, …; list a count of your own under "units:".`,
  });
}
