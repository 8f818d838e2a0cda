/** Tables whose rows belong to a group and are replaced when it is weighed again. */
export const weighedTables = ['call', 'placement', 'weight', 'loss', 'finding', 'finding_claim', 'rollup', 'finding_rollup'] as const;
