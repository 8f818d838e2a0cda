import { formatCount, formatPercent, formatQuantity, formatSignificant, formatUsd } from '../../base/number-format.ts';
import { phases } from '../../prove/phases/phase.ts';
import type { ArmAnswer, LabAnswer, LeastAnswer } from '../../prove/lab/lab-answer.ts';
import type { ProofResult } from '../../prove/statistics/verdict.ts';
import type { Ink } from '../format/ink.ts';
import { formatTable, type Column } from '../format/table.ts';
import { durationText, pilotText } from './format-plan.ts';
import { probeText } from './probe-text.ts';

const points = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value * 100).toFixed(1)}`;
const verdictWords: Readonly<Record<ProofResult['verdict'], string>> = {
  proved: 'proved',
  'not-proved': 'not proved',
  harmful: 'harmful',
  'cannot-tell': 'cannot tell',
};

const share = (part: number, whole: number): string => (whole === 0 ? '' : formatPercent(part / whole));

function armTable(arms: readonly ArmAnswer[], width: number): string {
  const isPriced = arms.some(({ usd }) => usd !== undefined);
  const hasRecall = arms.some(({ recall }) => recall !== undefined);
  const hasEnergy = arms.some(({ energy }) => energy !== undefined);
  const hasAsIf = arms.some(({ asIfGpuSeconds }) => asIfGpuSeconds !== undefined);
  const columns: Column[] = [
    { head: 'arm', align: 'left' },
    { head: 'solved', align: 'right' },
    { head: 'tok in', align: 'right' },
    { head: 'tok out', align: 'right' },
    { head: 'time', align: 'right' },
    ...(isPriced ? [{ head: 'cost', align: 'right' } as const] : []),
    ...(hasEnergy ? [{ head: 'energy', align: 'right' } as const] : []),
    ...(hasAsIf ? [{ head: 'as-if GPU-s', align: 'right' } as const] : []),
    ...(hasRecall ? [{ head: 'passage in prompt', align: 'right' } as const] : []),
    { head: 'answer first at', align: 'right' },
  ];
  const rows = arms.map((arm) => [
    arm.name,
    `${arm.solved} of ${arm.tasks}  ${share(arm.solved, arm.tasks)}`,
    formatCount(arm.input),
    `${arm.estimatedCounts > 0 ? '~' : ''}${formatCount(arm.output)}`,
    durationText(arm.time),
    ...(isPriced ? [arm.usd === undefined ? 'unpriced' : formatUsd(arm.usd)] : []),
    ...(hasEnergy ? [arm.energy === undefined ? '' : formatQuantity(arm.energy / 3600, 'Wh')] : []),
    ...(hasAsIf ? [arm.asIfGpuSeconds === undefined ? '' : formatSignificant(arm.asIfGpuSeconds)] : []),
    ...(hasRecall ? [arm.recall === undefined ? '' : `${arm.recall.found} of ${arm.recall.tasks}`] : []),
    arm.firstMention === undefined ? '' : formatPercent(arm.firstMention),
  ]);
  return formatTable(columns, rows, width);
}

function proofTable(arms: readonly ArmAnswer[], baseline: string, width: number): string {
  const columns: Column[] = [
    { head: `against ${baseline}`, align: 'left' },
    { head: 'pairs', align: 'right' },
    { head: 'losses', align: 'right' },
    { head: 'gains', align: 'right' },
    { head: 'difference, points', align: 'right' },
    { head: 'cost', align: 'right' },
    { head: 'verdict', align: 'left' },
  ];
  const rows = arms.flatMap((arm) => {
    if (arm.isBaseline) return [];
    const { proof } = arm;
    if (proof === undefined) return [[arm.name, '0', '', '', '', '', 'no complete pairs']];
    const { counts, quality, cost } = proof;
    const needed = proof.tasksNeeded === undefined ? '' : `, ${formatCount(proof.tasksNeeded)} more tasks`;
    return [
      [
        arm.name,
        `${counts.pairs}${arm.openPairs > 0 ? ` (${arm.openPairs} open)` : ''}`,
        String(counts.losses),
        String(counts.gains),
        `${points(quality.difference)} (at least ${points(quality.low)})`,
        `×${formatSignificant(cost.geometricMean)} (at most ×${formatSignificant(cost.high)})`,
        `${verdictWords[proof.verdict]}${proof.verdict === 'proved' && arm.holdsForAll === false ? ' alone, not among all (Holm)' : ''}${needed}`,
      ],
    ];
  });
  return formatTable(columns, rows, width);
}

function phaseLines(arms: readonly ArmAnswer[]): string[] {
  return arms.flatMap((arm) => {
    const total = Object.values(arm.outputByPhase).reduce((sum, part) => sum + part, 0);
    if (total === 0) return [];
    const parts = phases.flatMap((phase) => {
      const part = arm.outputByPhase[phase];
      return part === undefined || part === 0 ? [] : [`${phase} ${formatPercent(part / total)}`];
    });
    return [`  ${arm.name}: ${parts.join(', ')}`];
  });
}

function remarks(arm: ArmAnswer): string[] {
  const failures = arm.failures.map(({ reason, count, example }) => `${count} × ${reason}: ${example.slice(0, 160)}`);
  const capped = arm.capped > 0 ? [`${arm.capped} responses ran into their cap`] : [];
  const warnings = arm.warnings.map(({ text, count }) => `${count} × ${text}`);
  const unknown = arm.unknownCounts > 0 ? [`${arm.unknownCounts} exchanges with unknown counts are not in the sums`] : [];
  return [...failures, ...capped, ...warnings, ...unknown].map((text) => `  ${arm.name}: ${text}`);
}

function headline({ arms, stopped, experiment }: LabAnswer): string {
  const proved = arms.filter(({ proof, holdsForAll }) => proof?.verdict === 'proved' && holdsForAll === true);
  const harmful = arms.filter(({ proof }) => proof?.verdict === 'harmful');
  const unable = arms.filter(({ proof }) => proof?.verdict === 'cannot-tell');
  const named = (list: readonly ArmAnswer[]): string => list.map(({ name }) => name).join(', ');
  const parts = [
    ...(proved.length > 0
      ? [`Proved to save without losing quality: ${named(proved)}.`]
      : ['Nothing was proved to save without losing quality.']),
    ...(harmful.length > 0 ? [`Harmful: ${named(harmful)}.`] : []),
    ...(unable.length > 0 && unable.length === arms.length - 1 ? [`Cannot tell: ${unable[0]?.proof?.why ?? ''}.`] : []),
    ...(stopped === undefined ? [] : [`Ended early: ${stopped}; resume ${experiment} with the same command and --out.`]),
  ];
  return parts.join(' ');
}

function leastText({ tasks, unanswered, open, requests, quartiles }: LeastAnswer, baseline: string): string {
  const rest = [
    ...(unanswered > 0 ? [`${unanswered} tasks give no answer even then`] : []),
    ...(open > 0 ? [`${open} tasks are not searched to the end`] : []),
    `${formatCount(requests)} requests`,
  ].join('; ');
  const uneven = tasks.filter(({ isMonotone }) => !isMonotone).length;
  return quartiles === undefined
    ? `Least reasoning: unknown; ${rest}.`
    : `Least reasoning that answers as all of it does: ${formatPercent(quartiles.median)} of the sentences of ${baseline} (median of ${tasks.length} tasks; quartiles ${formatPercent(quartiles.lower)} to ${formatPercent(quartiles.upper)}${uneven > 0 ? `; ${uneven} where the answer comes and goes` : ''}); ${rest}.`;
}

/** A model's verdicts are said to be opinions, with how it did where the right verdict is known. */
function judgeText({ model, judged, unclear, accepted, refused }: NonNullable<LabAnswer['judge']>): string {
  return `Judged by ${model}, a model: ${formatCount(judged)} answers${unclear > 0 ? `, ${formatCount(unclear)} without a clear verdict` : ''}. Of the expected answers themselves it accepted ${accepted.right} of ${accepted.of}, of other tasks’ answers it refused ${refused.wrong} of ${refused.of}; how far people agree with it is not known.`;
}

const curveText = (curve: LabAnswer['curve']): string =>
  `Quality over tokens a task, fewest first: ${curve.map(({ arm, tokensPerTask, solvedShare }) => `${arm} ${formatPercent(solvedShare)} at ${formatCount(Math.round(tokensPerTask))}`).join(', ')}.`;

/** What `tare lab run` and `tare lab score` print. */
export function formatLab(answer: LabAnswer, ink: Ink, width: number): string {
  const { arms, noise, plan, endpoint } = answer;
  const baseline = arms.find(({ isBaseline }) => isBaseline)?.name ?? '';
  const noiseText =
    noise === undefined
      ? []
      : [
          `Noise: ${baseline} against itself disagrees on ${noise.disagreements} of ${noise.pairs} tasks, cost ×${formatSignificant(noise.costRatio)}${noise.isQuiet ? '.' : '; that is more than chance: do not trust this run.'}`,
        ];
  const { asIf } = answer;
  const asIfText =
    asIf === undefined
      ? []
      : [
          `As if served as ${asIf.model} on ${asIf.gpu} (${asIf.layout}, working ${formatPercent(asIf.utilisation)} of the time); 80 % band ÷×${formatSignificant(asIf.bandFactor)}.`,
        ];
  const phaseText = phaseLines(arms);
  const remarkText = arms.flatMap(remarks);
  const decode = arms.find(({ isBaseline }) => isBaseline)?.decodeSpeed;
  return `${[
    ink.bold(headline(answer)),
    ink.soft(
      `${answer.name} on ${endpoint.model}, ${formatCount(plan.pairs)} tasks, margin ${formatPercent(plan.margin)}, seed ${plan.seed}, temperature ${plan.temperature}, cost in ${answer.costUnit}${decode === undefined ? '' : `; ${formatSignificant(decode)} tokens/s decoding`}`,
    ),
    armTable(arms, width),
    proofTable(arms, baseline, width),
    ...(answer.curve.length < 2 ? [] : [curveText(answer.curve)]),
    ...(plan.pilot === undefined ? [] : [pilotText(plan.pilot, plan.margin, plan.pairs).trimEnd()]),
    ...(endpoint.contextProbe === undefined ? [] : [`Context: ${probeText(endpoint.contextProbe)}.`]),
    ...asIfText,
    ...(answer.least === undefined ? [] : [leastText(answer.least, baseline)]),
    ...(answer.judge === undefined ? [] : [judgeText(answer.judge)]),
    ...noiseText,
    ...(phaseText.length > 0 ? [`Output by phase (shares of the text, ±5 points a trace):\n${phaseText.join('\n')}`] : []),
    ...(remarkText.length > 0 ? [`Remarks:\n${remarkText.join('\n')}`] : []),
  ].join('\n\n')}\n`;
}
