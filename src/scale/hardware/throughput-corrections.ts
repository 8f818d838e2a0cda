// Written by tools/calibrate.ts; do not edit.
import type { CorrectionTable } from './correction.ts';

export const throughputCorrections: CorrectionTable = {};
