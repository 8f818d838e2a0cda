import type { IcicleOrder, IcicleUnit } from '../../src/show/answers/icicle-answer.ts';

/** Orders of the Tokens screen, as its buttons stand. */
export const icicleOrders = ['weight', 'time', 'tool'] as const satisfies readonly IcicleOrder[];

export const orderOf = (text: string | undefined): IcicleOrder => icicleOrders.find((order) => order === text) ?? 'weight';

/** Units of the Tokens screen, as its buttons stand; the other screens know the first two. */
export const icicleUnits = ['tokens', 'usd', 'gpu'] as const satisfies readonly IcicleUnit[];

export const unitOf = (text: string | undefined): IcicleUnit => icicleUnits.find((unit) => unit === text) ?? 'tokens';
