import { icicleTables } from './icicle-tables.ts';

/** Tables whose rows belong to a group and are replaced when it is weighed again. */
export const weighedTables = ['call', 'carried', 'carried_group', 'loss', 'finding', 'rollup', 'finding_rollup', ...icicleTables] as const;
