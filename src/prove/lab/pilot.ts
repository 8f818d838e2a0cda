import { assert } from '../../base/assert.ts';
import { discordantShare, pairsNeeded } from '../statistics/sample-size.ts';
import type { Experiment, PilotArm } from './experiment.ts';
import { pairedOutcomes } from './paired-outcomes.ts';

/** What a pilot says of the pairs that the margin needs, arm by arm; arms without a complete pair are left out. */
export function pilotArms(pilot: Experiment): PilotArm[] {
  const { arms, baseline, proof } = pilot.header.plan;
  return arms.flatMap(({ name }): PilotArm[] => {
    if (name === baseline) return [];
    const { outcomes } = pairedOutcomes(pilot, baseline, name);
    if (outcomes.length === 0) return [];
    const discordant = outcomes.filter(({ solvedBefore, solvedAfter }) => solvedBefore !== solvedAfter).length;
    return [
      {
        arm: name,
        pairs: outcomes.length,
        discordant,
        pairsNeeded: pairsNeeded(discordantShare(outcomes.length, discordant), proof.margin),
      },
    ];
  });
}

/** Pairs of the main run: what the arm that needs most needs, and no more than there are. */
export function pairsAfterPilot(arms: readonly PilotArm[], most: number): number {
  assert(most >= 1, 'a main run has tasks');
  return arms.length === 0 ? most : Math.min(most, Math.max(...arms.map((arm) => arm.pairsNeeded)));
}
