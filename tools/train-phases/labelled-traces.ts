import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Phase } from '../../src/prove/phases/phase.ts';
import { sharedData } from '../../test/shared-data.ts';

/** A trace cut into sentences or steps, each with its phase; `undefined` where the label says unknown. */
export interface LabelledTrace {
  readonly set: 'ReasoningFlow' | 'Thought Anchors';
  readonly sentences: readonly string[];
  readonly labels: readonly (Phase | undefined)[];
}

const thoughtAnchors: Readonly<Record<string, Phase>> = {
  problem_setup: 'understand',
  plan_generation: 'plan',
  fact_retrieval: 'execute',
  active_computation: 'execute',
  self_checking: 'verify',
  uncertainty_management: 'explore',
  result_consolidation: 'answer',
  final_answer_emission: 'answer',
};

const reasoningFlow: Readonly<Record<string, Phase>> = {
  restatement: 'understand',
  planning: 'plan',
  fact: 'execute',
  reasoning: 'execute',
  assumption: 'execute',
  example: 'execute',
  reflection: 'verify',
  conclusion: 'answer',
};

interface Row {
  readonly trace: string;
  readonly text: string;
  readonly label: Phase | undefined;
}

function rows(file: string, of: (record: Readonly<Record<string, unknown>>) => Row): Row[] {
  return gunzipSync(readFileSync(`${sharedData}reasoning/${file}`))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => of(JSON.parse(line) as Record<string, unknown>));
}

function gather(set: LabelledTrace['set'], all: readonly Row[]): LabelledTrace[] {
  const byTrace = groupRows(all);
  return Array.from(byTrace.values(), (trace) => ({ set, sentences: trace.map((row) => row.text), labels: trace.map((row) => row.label) }));
}

function groupRows(all: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of all) groups.set(row.trace, [...(groups.get(row.trace) ?? []), row]);
  return groups;
}

/** Both labelled sets on one list of phases (shared/data/reasoning/LABELS.md). */
export function labelledTraces(): LabelledTrace[] {
  return [
    ...gather(
      'ReasoningFlow',
      rows('reasoningflow-llm-steps.jsonl.gz', (record) => ({
        trace: String(record['doc']),
        text: String(record['text']),
        label: reasoningFlow[String(record['label'])],
      })),
    ),
    ...gather(
      'Thought Anchors',
      rows('thought-anchors-chunks.jsonl.gz', (record) => ({
        trace: String(record['trace']),
        text: String(record['text']),
        label: thoughtAnchors[String((record['tags'] as string[])[0])],
      })),
    ),
  ];
}
