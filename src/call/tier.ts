/** How the provider billed a token: at which of its prices. */
export const tiers = ['uncached', 'read', 'write5m', 'write1h', 'writeUnsplit', 'output'] as const;

export type Tier = (typeof tiers)[number];

/** The place of each tier among {@link tiers}: how columns name it. */
export const tierNumbers = { uncached: 0, read: 1, write5m: 2, write1h: 3, writeUnsplit: 4, output: 5 } as const satisfies Readonly<
  Record<Tier, number>
>;
