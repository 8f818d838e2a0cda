import type { IcicleOrder, IcicleUnit } from '../../src/show/answers/icicle-answer.ts';
import type { Screen } from './location.ts';

/** Orders of the Tokens screen, as its buttons stand. */
export const icicleOrders = ['weight', 'time', 'tool'] as const satisfies readonly IcicleOrder[];

export const orderOf = (text: string | undefined): IcicleOrder => icicleOrders.find((order) => order === text) ?? 'weight';

/** As the buttons stand. */
const icicleUnits = ['tokens', 'usd', 'gpu'] as const satisfies readonly IcicleUnit[];

export const unitOf = (text: string | undefined): IcicleUnit => icicleUnits.find((unit) => unit === text) ?? 'tokens';

/** Units that a screen can be counted in. */
export const unitsOf = (screen: Screen): readonly IcicleUnit[] =>
  screen === 'tokens' ? icicleUnits : screen === 'answer' ? icicleUnits.slice(0, 2) : [];
