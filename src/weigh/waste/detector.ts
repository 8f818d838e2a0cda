import type { Finding, FindingCause } from '../../call/finding.ts';
import type { WeighedGroup } from '../weighed-group.ts';

/** Nominates waste of one cause. Pure; claims at most what placements hold; may overlap others, which is settled later. */
export interface Detector {
  readonly cause: FindingCause;
  find(group: WeighedGroup): readonly Finding[];
}
