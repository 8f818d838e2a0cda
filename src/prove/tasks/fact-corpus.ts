import { randomFrom, type Random, type Seed } from '../../base/random.ts';
import type { Passage, Task, TaskSet } from './task.ts';

const starts = [
  'Bel',
  'Cor',
  'Dun',
  'Fal',
  'Gar',
  'Hol',
  'Ister',
  'Kel',
  'Lor',
  'Mar',
  'Nor',
  'Ost',
  'Pel',
  'Quen',
  'Ros',
  'Sel',
  'Tor',
  'Ul',
  'Var',
  'Wex',
];
const ends = [
  'ada',
  'berg',
  'combe',
  'dale',
  'eth',
  'ford',
  'gate',
  'holm',
  'ia',
  'keld',
  'low',
  'mere',
  'ness',
  'ora',
  'port',
  'rick',
  'stow',
  'ton',
  'vale',
  'wick',
];
const crops = ['barley', 'flax', 'hops', 'lentils', 'lavender', 'mustard', 'oats', 'plums', 'quinces', 'rye', 'saffron', 'walnuts'];
const animals = ['badger', 'crane', 'falcon', 'hare', 'heron', 'lynx', 'otter', 'raven', 'salmon', 'stag', 'swan', 'wolf'];
const colours = ['amber', 'black', 'copper', 'crimson', 'green', 'indigo', 'ivory', 'silver', 'teal', 'white', 'yellow', 'grey'];

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;

interface Town {
  readonly name: string;
  readonly crop: string;
  readonly animal: string;
  readonly colour: string;
  readonly year: number;
  readonly bridge: number;
}

/** One question a fact. */
const questions: readonly { readonly ask: (town: Town) => string; readonly answer: (town: Town) => string }[] = [
  { ask: ({ name }) => `Which crop is ${name} known for?`, answer: ({ crop }) => crop },
  { ask: ({ name }) => `Which animal stands on the coat of arms of ${name}?`, answer: ({ animal }) => animal },
  { ask: ({ name }) => `What colour are the roofs in ${name}?`, answer: ({ colour }) => colour },
  { ask: ({ name }) => `In which year was ${name} founded?`, answer: ({ year }) => String(year) },
  { ask: ({ name }) => `How many arches has the bridge of ${name}?`, answer: ({ bridge }) => String(bridge) },
];

const passageOf = ({ name, crop, animal, colour, year, bridge }: Town): string =>
  `${name} was founded in ${year}. Farmers around ${name} grow mostly ${crop}. Its coat of arms shows a ${animal}. By old law the roofs in the town are ${colour}. A stone bridge with ${bridge} arches crosses the river there.`;

/**
 * A corpus of invented towns with one question each, made by seed. No model has read it, so what is answered without
 * the corpus is luck; the passage that holds the answer is known, so that retrieval is scored apart from answering.
 */
export function factCorpus(seed: Seed, passages: number, questionsAsked: number): TaskSet {
  const random = randomFrom(seed, 'fact-corpus');
  const names = new Set<string>();
  const towns: Town[] = [];
  while (towns.length < passages) {
    const name = `${pick(random, starts)}${pick(random, ends)}${names.size >= 200 ? ` ${names.size}` : ''}`;
    if (names.has(name)) continue;
    names.add(name);
    towns.push({
      name,
      crop: pick(random, crops),
      animal: pick(random, animals),
      colour: pick(random, colours),
      year: 1100 + Math.floor(random.next() * 700),
      bridge: 3 + Math.floor(random.next() * 17),
    });
  }
  const corpus = towns.map((town, index): Passage => ({ id: `passage-${index + 1}`, text: passageOf(town) }));
  const tasks = Array.from({ length: questionsAsked }, (_, index): Task => {
    // A step without a common factor visits passages all over the corpus, early and late alike.
    const at = (index * 7 + Math.floor(index / passages)) % passages;
    const town = towns[at] as Town;
    const question = questions[index % questions.length] as (typeof questions)[number];
    return {
      id: `retrieval-${index + 1}`,
      messages: [{ role: 'user', content: question.ask(town) }],
      targets: [question.answer(town)],
      grader: { kind: 'contains', ignoreCase: true, all: true },
      needs: (corpus[at] as Passage).id,
    };
  });
  return { name: 'retrieval', tasks, corpus };
}
