/** What a sentence of reasoning does. A phase is never a statement about waste. */
export const phases = ['understand', 'plan', 'execute', 'verify', 'explore', 'answer', 'monitor'] as const;

export type Phase = (typeof phases)[number];
