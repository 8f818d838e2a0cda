import type { IcicleOrder } from '../../src/show/answers/icicle-answer.ts';

/** Orders of the Tokens screen, as its buttons stand. */
export const icicleOrders = ['weight', 'time', 'tool'] as const satisfies readonly IcicleOrder[];

export const orderOf = (text: string | undefined): IcicleOrder => icicleOrders.find((order) => order === text) ?? 'weight';
