import { tokens, type Tokens } from '../../base/units.ts';

/**
 * Where a count comes from. `reported`: the server states it. `derived`: it follows from what the server states
 * (a total less its parts). `estimated`: counted or guessed here.
 */
export type Provenance = 'reported' | 'derived' | 'estimated';

export interface Count {
  readonly tokens: Tokens;
  readonly provenance: Provenance;
}

export const count = (value: number, provenance: Provenance): Count => ({ tokens: tokens(value), provenance });

/**
 * Rough size of a text, for plans and for catching a truncated prompt: four UTF-8 bytes a token (mean error 14 %, 95 %
 * of texts within 35 %: docs/lab.md).
 */
export const estimateTokens = (text: string): Tokens => tokens(Math.ceil(Buffer.byteLength(text) / 4));
