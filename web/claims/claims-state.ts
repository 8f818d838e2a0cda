import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { seed } from '../../src/base/random.ts';
import { TareError } from '../../src/base/tare-error.ts';
import type { CaseSource } from '../../src/judge/case/case.ts';
import { linkCase } from '../../src/judge/case/link-case.ts';
import type { LinkedCase } from '../../src/judge/case/linked-case.ts';
import type { CaseAnswer } from '../../src/judge/verdict/case-answer.ts';
import { judgeCase } from '../../src/judge/verdict/judge-case.ts';
import type { JudgeOptions } from '../../src/judge/verdict/judge-options.ts';

/** What the claims renderer is given: a case and its answer, as `tare check` computed it. */
export interface ClaimsData {
  readonly source: CaseSource;
  readonly answer: CaseAnswer;
}

export interface ClaimsState {
  readonly data: ClaimsData;
  /** Values that the reader has set, by id, in the unit of the row. */
  readonly settings: Signal<Readonly<Record<string, string>>>;
  /** The case as its files state it. */
  readonly stated: LinkedCase;
  /** The case with what the reader has set. */
  readonly linked: ReadonlySignal<LinkedCase>;
  /** The stated answer, or the recomputed one while something is set. */
  readonly answer: Signal<CaseAnswer>;
  readonly opened: Signal<string | undefined>;
  readonly problem: Signal<string | undefined>;
  readonly set: (id: string, value: string | undefined) => void;
  readonly reset: () => void;
}

const quick = (seedValue: number): JudgeOptions => ({ seed: seed(seedValue), samples: 8000, sobolSamples: 512, otherSeeds: 0, deep: true });
const restDelay = 250;

/** State of one view of a case. Setting a value recomputes the opened claim at once and the others after a pause. */
export function claimsState(data: ClaimsData): ClaimsState {
  const settings = signal<Readonly<Record<string, string>>>({});
  const linked = computed(() => linkCase({ ...data.source, set: { ...data.source.set, ...settings.value } }));
  const stated = linkCase(data.source);
  const answer = signal(data.answer);
  const opened = signal<string | undefined>(undefined);
  const problem = signal<string | undefined>(undefined);
  let later: ReturnType<typeof setTimeout> | undefined;

  const recompute = (): void => {
    clearTimeout(later);
    if (Object.keys(settings.value).length === 0) {
      answer.value = data.answer;
      return;
    }
    try {
      const options = quick(data.answer.seed);
      const whole = linked.value;
      const first = whole.claims.filter(({ source }) => source.id === opened.value);
      // With a claim open the parting picture is out of sight, and waits with the other claims.
      const part = judgeCase({ ...whole, claims: first, parting: first.length === 0 ? whole.parting : undefined }, options);
      answer.value = {
        ...answer.value,
        parting: part.parting ?? answer.value.parting,
        claims: answer.value.claims.map((claim) => part.claims.find(({ id }) => id === claim.id) ?? claim),
      };
      problem.value = undefined;
      later = setTimeout(() => {
        answer.value = judgeCase(whole, options);
      }, restDelay);
    } catch (error) {
      if (!TareError.isInstance(error)) throw error;
      problem.value = error.hint === '' ? error.message : `${error.message} (${error.hint})`;
    }
  };

  return {
    data,
    settings,
    stated,
    linked,
    answer,
    opened,
    problem,
    set: (id, value) => {
      const { [id]: _, ...others } = settings.value;
      settings.value = value === undefined ? others : { ...others, [id]: value };
      recompute();
    },
    reset: () => {
      settings.value = {};
      recompute();
    },
  };
}

/** The reader's settings as a file that `tare check` reads: it extends the case and sets values. */
export function settingsFile(source: CaseSource, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([id, value]) => `  ${id}: ${value}`);
  return [
    '# What if: a file that changes values of a case. Judge it with: tare check what-if.yaml',
    'case:',
    `  extends: ${source.id}`,
    `  title: ${JSON.stringify(`${source.title} (what if)`)}`,
    'set:',
    ...lines,
    '',
  ].join('\n');
}
