import { assertExists } from '../../base/assert.ts';
import { randomFrom, type Random, type Seed } from '../../base/random.ts';
import type { LinkedCase, LinkedInput } from '../case/linked-case.ts';
import { fillQuantiles } from '../distribution/distribution.ts';
import { normalProbability, normalQuantile } from '../distribution/normal.ts';
import { blockSize, type Program } from '../expression/program.ts';
import { toBase } from '../unit/unit.ts';

/** Two independent sets of draws: `first` for sampling, `second` for Sobol's resampled inputs. */
export type Stream = 'first' | 'second';

interface Driver {
  readonly name: string;
  readonly streams: Readonly<Record<Stream, Random>>;
  readonly uniforms: Float64Array;
}

interface Filling {
  readonly input: LinkedInput;
  /** Drivers whose normal scores it mixes; absent for an independent input. */
  readonly mix: readonly { readonly driver: Driver; readonly weight: number }[] | undefined;
  readonly driver: Driver;
}

// Keeps a draw off 0 and 1, where quantiles of unbounded distributions are infinite: half of the last of 32 bits.
const halfStep = 2 ** -33;

/**
 * A program together with the random numbers that drive its inputs. Each input has a stream of its own, named by its id,
 * and the i-th draw depends on seed, id and i alone: adding an input leaves all other draws as they were.
 */
export class DrivenProgram {
  readonly program: Program;
  readonly #drivers: Driver[] = [];
  readonly #fillings: Filling[];
  readonly #scores = new Float64Array(blockSize);

  constructor(linked: LinkedCase, program: Program, seed: Seed) {
    this.program = program;
    const root = randomFrom(seed, 'judge');
    const driverOf = (name: string): Driver => {
      const known = this.#drivers.find((driver) => driver.name === name);
      if (known !== undefined) return known;
      const driver: Driver = {
        name,
        streams: { first: root.fork(name), second: root.fork(`${name}, second`) },
        uniforms: new Float64Array(blockSize),
      };
      this.#drivers.push(driver);
      return driver;
    };
    this.#fillings = program.inputs.map((name) => {
      const input = assertExists(linked.inputs.get(name), `no input ${name}`);
      const driver = driverOf(name);
      const group = linked.groups.find(({ names }) => names.includes(name));
      const weights = group?.factor[group.names.indexOf(name)];
      const mix = weights?.map((weight, index) => ({ driver: driverOf(group?.names[index] as string), weight }));
      return { input, driver, mix };
    });
  }

  /** Draws samples `start` to `start + count` of every input from one stream. */
  draw(stream: Stream, start: number, count: number): void {
    for (const driver of this.#drivers) drawUniforms(driver, stream, start, count);
    this.transform(count);
  }

  /** Draws all inputs from the first stream, except the one named, which comes from the second. */
  drawWithout(replaced: string, start: number, count: number): void {
    for (const driver of this.#drivers) drawUniforms(driver, driver.name === replaced ? 'second' : 'first', start, count);
    this.transform(count);
  }

  /** Turns the uniform numbers of the drivers into values, in base units, in the input registers. */
  transform(count: number): void {
    for (const [index, { input, driver, mix }] of this.#fillings.entries()) {
      const out = this.program.registers[index] as Float64Array;
      const probabilities = mix === undefined ? driver.uniforms : this.#mixed(mix, count);
      fillQuantiles(input.distribution, probabilities, count, out);
      const { unit } = input;
      if (unit.growthPeriod !== undefined) for (let i = 0; i < count; i++) out[i] = toBase(unit, out[i] as number);
      else if (unit.factor !== 1) for (let i = 0; i < count; i++) out[i] = (out[i] as number) * unit.factor;
    }
  }

  #mixed(mix: readonly { readonly driver: Driver; readonly weight: number }[], count: number): Float64Array {
    const scores = this.#scores;
    scores.fill(0, 0, count);
    for (const { driver, weight } of mix) {
      if (weight === 0) continue;
      for (let i = 0; i < count; i++) scores[i] = (scores[i] as number) + weight * normalQuantile(driver.uniforms[i] as number);
    }
    for (let i = 0; i < count; i++) scores[i] = normalProbability(scores[i] as number);
    return scores;
  }
}

function drawUniforms(driver: Driver, stream: Stream, start: number, count: number): void {
  const random = driver.streams[stream];
  const { uniforms } = driver;
  for (let i = 0; i < count; i++) uniforms[i] = random.at(start + i) + halfStep;
}
