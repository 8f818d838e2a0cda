/** How the provider billed a token: at which of its prices. */
export const tiers = ['uncached', 'read', 'write5m', 'write1h', 'writeUnsplit', 'output'] as const;

export type Tier = (typeof tiers)[number];
