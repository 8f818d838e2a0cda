import { sameDimension, type Dimension } from '../unit/dimension.ts';

/** A numeric step over whole blocks of samples; `a`, `b`, `c` are the arguments. */
export type BlockOperation = (out: Float64Array, count: number, a: Float64Array, b: Float64Array, c: Float64Array) => void;

interface FunctionRule {
  readonly arguments: number;
  /** Dimension of the result, or a sentence why the arguments do not fit. */
  readonly dimension: (arguments_: readonly Dimension[]) => Dimension | string;
  readonly run: BlockOperation;
  readonly says: string;
}

const none: Dimension = {};
const growth: Dimension = { growth: 1, time: -1 };
const time: Dimension = { time: 1 };

const plain =
  (count: number) =>
  (given: readonly Dimension[]): Dimension | string =>
    given.length === count && given.every((dimension) => sameDimension(dimension, none)) ? none : 'takes numbers without a dimension';

const alike = (given: readonly Dimension[]): Dimension | string =>
  given.every((dimension) => sameDimension(dimension, given[0] as Dimension))
    ? (given[0] as Dimension)
    : 'its arguments have different dimensions';

const alikeGivesPlain = (given: readonly Dimension[]): Dimension | string => (typeof alike(given) === 'string' ? alike(given) : none);

/** What a formula may call. There is no other way for a case file to compute: it can run no code. */
export const functions: Readonly<Record<string, FunctionRule>> = {
  complement: {
    arguments: 1,
    dimension: plain(1),
    says: 'the rest of a share: 1 - x',
    run: (out, count, a) => {
      for (let i = 0; i < count; i++) out[i] = 1 - (a[i] as number);
    },
  },
  change: {
    arguments: 2,
    dimension: alikeGivesPlain,
    says: 'relative change: new / old - 1',
    run: (out, count, a, b) => {
      for (let i = 0; i < count; i++) out[i] = (a[i] as number) / (b[i] as number) - 1;
    },
  },
  share: {
    arguments: 2,
    dimension: alikeGivesPlain,
    says: 'a / (a + b)',
    run: (out, count, a, b) => {
      for (let i = 0; i < count; i++) out[i] = (a[i] as number) / ((a[i] as number) + (b[i] as number));
    },
  },
  blend: {
    arguments: 3,
    dimension: ([share, ...rest]) => (share !== undefined && sameDimension(share, none) ? alike(rest) : 'the first argument is a share'),
    says: 'blend(s, a, b) is s a + (1 - s) b',
    run: (out, count, a, b, c) => {
      for (let i = 0; i < count; i++) {
        const s = a[i] as number;
        out[i] = s * (b[i] as number) + (1 - s) * (c[i] as number);
      }
    },
  },
  compound: {
    arguments: 2,
    dimension: ([rate, span]) =>
      rate !== undefined && span !== undefined && sameDimension(rate, growth) && sameDimension(span, time)
        ? none
        : 'takes a growth rate (x/year, x/quarter) and a time',
    says: 'growth over a time: 80 x/year over a quarter is 2.99',
    run: (out, count, a, b) => {
      for (let i = 0; i < count; i++) out[i] = Math.exp((a[i] as number) * (b[i] as number));
    },
  },
  'growth-between': {
    arguments: 3,
    dimension: ([latest, earlier, span]) =>
      latest !== undefined && earlier !== undefined && span !== undefined && sameDimension(latest, earlier) && sameDimension(span, time)
        ? growth
        : 'takes the later value, the earlier value and the time between',
    says: 'growth rate from an earlier to a later value',
    run: (out, count, a, b, c) => {
      for (let i = 0; i < count; i++) out[i] = Math.log((a[i] as number) / (b[i] as number)) / (c[i] as number);
    },
  },
  ln: {
    arguments: 1,
    dimension: plain(1),
    says: 'natural logarithm',
    run: (out, count, a) => {
      for (let i = 0; i < count; i++) out[i] = Math.log(a[i] as number);
    },
  },
  exp: {
    arguments: 1,
    dimension: plain(1),
    says: 'exponential',
    run: (out, count, a) => {
      for (let i = 0; i < count; i++) out[i] = Math.exp(a[i] as number);
    },
  },
  sin: {
    arguments: 1,
    dimension: plain(1),
    says: 'sine of an angle in radians',
    run: (out, count, a) => {
      for (let i = 0; i < count; i++) out[i] = Math.sin(a[i] as number);
    },
  },
  minus: {
    arguments: 1,
    dimension: alike,
    says: '-x',
    run: (out, count, a) => {
      for (let i = 0; i < count; i++) out[i] = -(a[i] as number);
    },
  },
  min: {
    arguments: 2,
    dimension: alike,
    says: 'the smaller of two',
    run: (out, count, a, b) => {
      for (let i = 0; i < count; i++) out[i] = Math.min(a[i] as number, b[i] as number);
    },
  },
  max: {
    arguments: 2,
    dimension: alike,
    says: 'the larger of two',
    run: (out, count, a, b) => {
      for (let i = 0; i < count; i++) out[i] = Math.max(a[i] as number, b[i] as number);
    },
  },
};
