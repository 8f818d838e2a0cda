import type { Random } from '../../src/base/random.ts';

/** An invented help desk of a harbour: everything in it is made up. */
const subjects = ['berths', 'ferries', 'cranes', 'fuel', 'water', 'moorings', 'permits', 'parking', 'lost parcels', 'pilots'] as const;
const people = ['Ines', 'Tarik', 'Maud', 'Olle', 'Priya', 'Sander', 'Wilma', 'Yusuf'] as const;
const places = ['the north quay', 'the old sluice', 'the fish hall', 'pier seven', 'the fuel dock', 'the east basin'] as const;
const troubles = [
  'the machine has kept my card',
  'nobody came to take the lines',
  'the receipt shows another ship',
  'the gate was closed when we came',
  'we were billed for two nights',
  'the crane was taken by somebody else',
] as const;

export const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;

/** The desk's handbook: ten rules, about 400 tokens. */
export const handbook: string = [
  'Handbook of the desk.',
  ...subjects.map(
    (subject, index) =>
      `Rule ${index + 1}. A letter about ${subject} is read to its end before anything is said. Whoever wrote it is told who looks into it and by when, and what they have paid is never guessed at.`,
  ),
].join('\n');

export interface Letter {
  readonly text: string;
  readonly booking: string;
}

/** A letter to the desk that names one booking. */
export function letter(random: Random): Letter {
  const booking = String(1000 + Math.floor(random.next() * 9000));
  return {
    booking,
    text: `Letter from ${pick(random, people)}: my booking is number ${booking}. At ${pick(random, places)} ${pick(random, troubles)}.`,
  };
}
