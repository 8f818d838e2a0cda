interface SquiggleResult {
  readonly result: { readonly ok: boolean; readonly value: { readonly result: { asJS(): unknown } } };
}

interface Squiggle {
  run(
    code: string,
    options: { readonly environment: { readonly sampleCount: number; readonly xyPointLength: number; readonly seed: string } },
  ): Promise<SquiggleResult>;
}

const name = '@quri/squiggle-lang';
let said = false;

async function squiggle(): Promise<Squiggle | undefined> {
  try {
    return (await import(name)) as Squiggle;
  } catch (error) {
    if (!said)
      process.stderr.write(
        `\nSKIPPED: ${name} is not installed (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); nothing is checked against Squiggle.\n`,
      );
    said = true;
    return undefined;
  }
}

/** False where Squiggle is not installed (said once, loudly). */
export const hasSquiggle = async (): Promise<boolean> => (await squiggle()) !== undefined;

export const probabilities = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Runs a program whose last line is a value and gives its quantiles. */
export async function runSquiggle(program: string, samples: number): Promise<readonly number[]> {
  const lines = program.split('\n');
  const last = lines.pop() ?? '';
  const code = [
    ...lines,
    `answer = ${last}`,
    `[${probabilities.map((probability) => `quantile(answer, ${probability})`).join(', ')}]`,
  ].join('\n');
  const module = await squiggle();
  const output = await module?.run(code, { environment: { sampleCount: samples, xyPointLength: 1000, seed: 'tare' } });
  if (output === undefined || !output.result.ok) throw new Error(`Squiggle refused:\n${code}`);
  return output.result.value.result.asJS() as readonly number[];
}
