import type { Architecture } from '../../src/scale/hardware/gpu.ts';
import type { KernelCurves } from '../../src/scale/hardware/kernel-curves.ts';
import type { KernelType } from '../../src/scale/hardware/quantisation.ts';

interface Lender {
  readonly from: Architecture;
  /** Share of the lender's efficiencies. */
  readonly compute: number;
  readonly memory: number;
  /** Factor on floors. */
  readonly floors: number;
}

/** Architectures without kernel tables. The shares follow the few whole-system figures there are (docs/calibration.md). */
const lenders: Readonly<Partial<Record<Architecture, Lender>>> = {
  cdna: { from: 'hopper', compute: 0.7, memory: 0.8, floors: 1.4 },
  tpu: { from: 'hopper', compute: 0.8, memory: 0.85, floors: 1.2 },
  'unified-memory': { from: 'blackwell-workstation', compute: 0.55, memory: 0.85, floors: 1 },
  'consumer-gpu': { from: 'ampere', compute: 0.6, memory: 0.85, floors: 0.6 },
  'desktop-cpu': { from: 'ampere', compute: 0.7, memory: 0.95, floors: 0.5 },
};

function scaled(curves: KernelCurves, { compute, memory, floors }: Lender): KernelCurves {
  const scale = <Curve extends { floor: number; compute: number; memory: number }>(
    table: Record<KernelType, Curve>,
  ): Record<KernelType, Curve> =>
    Object.fromEntries(
      Object.entries(table).map(([type, curve]) => [
        type,
        { ...curve, floor: curve.floor * floors, compute: curve.compute * compute, memory: curve.memory * memory },
      ]),
    ) as Record<KernelType, Curve>;
  const { decodeAttention, prefillAttention } = curves;
  return {
    gemm: scale(curves.gemm),
    expert: scale(curves.expert),
    decodeAttention: { floor: decodeAttention.floor * floors, memory: decodeAttention.memory * memory },
    prefillAttention: {
      ...prefillAttention,
      floor: prefillAttention.floor * floors,
      compute: prefillAttention.compute * compute,
      memory: prefillAttention.memory * memory,
    },
    allReduce: curves.allReduce,
    allToAll: curves.allToAll,
  };
}

/** Adds curves for every architecture that has none of its own, and says whose they are. */
export function withBorrowed(own: ReadonlyMap<Architecture, KernelCurves>): {
  readonly curves: Record<Architecture, KernelCurves>;
  readonly borrowed: Partial<Record<Architecture, string>>;
} {
  const curves = Object.fromEntries(own) as Record<Architecture, KernelCurves>;
  const borrowed: Partial<Record<Architecture, string>> = {};
  for (const [architecture, lender] of Object.entries(lenders) as [Architecture, Lender][]) {
    curves[architecture] = scaled(curves[lender.from], lender);
    borrowed[architecture] = `${lender.from} x ${lender.compute} compute, x ${lender.memory} memory, x ${lender.floors} floors`;
  }
  return { curves, borrowed };
}
