// Error rates of the proof by simulation: `npx tsx bench/proof.ts [runs]`
import { randomFrom, seed, type Random } from '../src/base/random.ts';
import type { Fraction } from '../src/base/units.ts';
import { EProcess } from '../src/prove/statistics/e-process.ts';
import { tangoBounds } from '../src/prove/statistics/tango-bound.ts';

const runs = Number(process.argv[2] ?? 4000);

/** Draws pairs with a share of discordant ones and a true difference (changed minus as-is). */
function draw(random: Random, discordant: number, difference: number): number {
  const gain = (discordant + difference) / 2;
  const loss = (discordant - difference) / 2;
  const u = random.next();
  return u < gain ? 1 : u < gain + loss ? -1 : 0;
}

function tangoRate(pairs: number, discordant: number, margin: Fraction, difference: number): number {
  const random = randomFrom(seed(7), `tango ${pairs} ${discordant} ${margin} ${difference}`);
  let proved = 0;
  for (let run = 0; run < runs; run++) {
    const counts = { pairs, losses: 0, gains: 0 };
    for (let pair = 0; pair < pairs; pair++) {
      const d = draw(random, discordant, difference);
      if (d > 0) counts.gains++;
      else if (d < 0) counts.losses++;
    }
    if (tangoBounds(counts).low > -margin) proved++;
  }
  return proved / runs;
}

/** Share of runs in which the wealth reaches the threshold at any look up to `pairs`, one look a task. */
function peekingRate(pairs: number, discordant: number, margin: Fraction, difference: number): number {
  const random = randomFrom(seed(7), `e ${pairs} ${discordant} ${margin} ${difference}`);
  const count = Math.min(runs, 1000);
  let proved = 0;
  for (let run = 0; run < count; run++) {
    const process = new EProcess(margin);
    for (let pair = 0; pair < pairs; pair++) {
      process.add(draw(random, discordant, difference));
      if (process.refuted) {
        proved++;
        break;
      }
    }
  }
  return proved / count;
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const cases = [
  [0.05, 0.1, 31],
  [0.1, 0.1, 62],
  [0.2, 0.1, 124],
  [0.1, 0.05, 248],
  [0.2, 0.05, 495],
] as const;

process.stdout.write(`${runs} runs a cell; margin is the true loss for type I, no true difference for power\n\n`);
process.stdout.write(
  '| discordant | margin | pairs | Tango type I | Tango power | sequential type I, a look a task | sequential power at 2n |\n|---|---|---|---|---|---|---|\n',
);
for (const [discordant, points, pairs] of cases) {
  const margin = points as Fraction;
  // A true loss of the whole margin needs at least that many discordant pairs.
  const atMargin = Math.max(discordant, points + 0.001);
  const row = [
    percent(discordant),
    percent(margin),
    String(pairs),
    percent(tangoRate(pairs, atMargin, margin, -margin)),
    percent(tangoRate(pairs, discordant, margin, 0)),
    percent(peekingRate(pairs * 2, atMargin, margin, -margin)),
    percent(peekingRate(pairs * 2, discordant, margin, 0)),
  ];
  process.stdout.write(`| ${row.join(' | ')} |\n`);
}
