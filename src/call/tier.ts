/** How the provider billed a token: at which of its prices. */
export const tiers = ['uncached', 'read', 'write5m', 'write1h', 'writeUnsplit', 'output'] as const;

export type Tier = (typeof tiers)[number];

/** Columns name a tier by its place among {@link tiers}. */
export const numberOfTier = (tier: Tier): number => tiers.indexOf(tier);

export const readTier = numberOfTier('read');
export const outputTier = numberOfTier('output');

/** Whether tokens at a tier, by its number, were computed in the prompt: neither read from cache nor generated. */
export const isComputed = (tier: number): boolean => tier !== readTier && tier !== outputTier;
