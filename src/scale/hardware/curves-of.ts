import { coefficients } from './coefficients.ts';
import type { Architecture } from './gpu.ts';
import type { KernelCurves } from './kernel-curves.ts';

/** Kernel curves of an architecture: its own where kernel tables exist, else those it borrows (named in the coefficient file). */
export const curvesOf = (architecture: Architecture): KernelCurves => coefficients.curves[architecture];
