import type { FindingState } from '../../call/finding.ts';
import type { ProofResult } from '../../prove/statistics/verdict.ts';
import type { FindingRow } from '../../show/answers/findings-answer.ts';
import type { World } from '../world.ts';
import type { LabRunOptions } from './lab-options.ts';
import { openEndpoint } from './open-endpoint.ts';
import { experimentPlan } from './plan-run.ts';
import { recordProof } from './proofs.ts';
import type { ProvedBehaviour } from './prove-answer.ts';
import { replayedArms, type Replayable } from './prove-finding.ts';
import { runPlanned } from './run-lab.ts';
import { tokenRates } from './token-rates.ts';

const hasEndpoint = ({ endpoint, gguf, recorded }: LabRunOptions): boolean => [endpoint, gguf, recorded].some((each) => each !== undefined);

/** Proved and harmful settle a finding; anything else leaves what the text or the bill says. */
function stateAfter(before: FindingState, verdict: ProofResult['verdict'] | undefined): FindingState {
  if (verdict === 'proved') return 'proved';
  if (verdict === 'harmful') return 'refuted';
  return before === 'measured' ? before : 'suspected';
}

/** Temperature and cap of the requests where all have the same: what a replay says of itself. */
function recordedSettings({ requests }: Replayable): Partial<Pick<LabRunOptions, 'temperature' | 'maxOutput'>> {
  const temperatures = new Set(Array.from(requests.values(), ({ temperature }) => temperature));
  const caps = new Set(Array.from(requests.values(), ({ maxOutput }) => maxOutput));
  return {
    ...(temperatures.size === 1 ? { temperature: String([...temperatures][0]) } : {}),
    ...(caps.size === 1 ? { maxOutput: String([...caps][0]) } : {}),
  };
}

/** Sends the requests again, as they were and with the edit, and enters into the book of proofs what that shows. */
export async function replay(
  source: Replayable,
  findings: readonly FindingRow[],
  options: LabRunOptions,
  world: World,
): Promise<ProvedBehaviour> {
  const { edit, requests, taskSet, recordedModels, leftOut } = source;
  if (!hasEndpoint(options)) {
    return {
      state: 'not-proved',
      why: `its ${requests.size} requests are on file and can be sent again with ${edit.name}, but no model was named`,
      how: 'Name the model: --endpoint URL --model NAME, or --gguf FILE.',
    };
  }
  const endpoint = await openEndpoint(options, world);
  try {
    const arms = replayedArms(source);
    const asked = { ...options, ...recordedSettings(source) };
    const plan = experimentPlan(taskSet, arms, asked, tokenRates(endpoint.facts, world.clock()));
    const ran = await runPlanned({ plan, taskSet, arms, leftOut }, endpoint, options, world);
    if ('planned' in ran) return { state: 'not-proved', why: `this was a dry run:\n${ran.words}`, how: 'Leave out --dry-run.' };
    const { model } = endpoint.facts;
    const edited = ran.answer.arms.find(({ isBaseline }) => !isBaseline);
    const verdict = ran.answer.noise?.isQuiet === false ? 'cannot-tell' : edited?.proof?.verdict;
    const before = findings[0]?.state ?? 'suspected';
    if (verdict !== undefined) {
      const pairs = edited?.proof?.counts.pairs ?? 0;
      for (const { id } of findings)
        recordProof(world, { finding: id, verdict, time: world.clock(), model, edit: edit.name, experiment: ran.folder, pairs });
    }
    const others = recordedModels.filter((name) => name !== model);
    const notes = [
      ...leftOut,
      ...(others.length === 0 ? [] : [`recorded with ${others.join(', ')}, replayed on ${model}: what is shown holds for ${model}`]),
      ...(ran.answer.noise?.isQuiet === false ? ['the same requests came out differently beyond chance: this replay settles nothing'] : []),
    ];
    return { state: 'replayed', edit: edit.name, notes, lab: ran.answer, folder: ran.folder, before, after: stateAfter(before, verdict) };
  } finally {
    await endpoint.close();
  }
}
