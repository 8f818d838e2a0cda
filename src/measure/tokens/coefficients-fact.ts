/** Name under which a ledger keeps what was learned from it. */
export const coefficientsFact = 'token-coefficients';
