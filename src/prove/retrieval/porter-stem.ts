const vowelAt = (word: string, index: number): boolean => {
  const letter = word[index] as string;
  return 'aeiou'.includes(letter) || (letter === 'y' && index > 0 && !vowelAt(word, index - 1));
};

/** Number of vowel-consonant sequences: Porter's measure m. */
function measure(stem: string): number {
  let sequences = 0;
  let wasVowel = false;
  for (let index = 0; index < stem.length; index++) {
    const isVowel = vowelAt(stem, index);
    if (wasVowel && !isVowel) sequences++;
    wasVowel = isVowel;
  }
  return sequences;
}

const hasVowel = (stem: string): boolean => Array.from(stem, (_, index) => index).some((index) => vowelAt(stem, index));
const endsDouble = (word: string): boolean => word.length > 1 && word.at(-1) === word.at(-2) && !vowelAt(word, word.length - 1);
const endsShort = (word: string): boolean =>
  word.length > 2 &&
  !vowelAt(word, word.length - 3) &&
  vowelAt(word, word.length - 2) &&
  !vowelAt(word, word.length - 1) &&
  !'wxy'.includes(word.at(-1) as string);

type Rule = readonly [suffix: string, replacement: string];

const step2: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
];
const step3: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const step4 = [
  'al',
  'ance',
  'ence',
  'er',
  'ic',
  'able',
  'ible',
  'ant',
  'ement',
  'ment',
  'ent',
  'ion',
  'ou',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
];

function replaceLongest(word: string, rules: readonly Rule[]): string {
  const rule = rules.filter(([suffix]) => word.endsWith(suffix)).sort(([a], [b]) => b.length - a.length)[0];
  if (rule === undefined) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return measure(stem) > 0 ? stem + rule[1] : word;
}

function plurals(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function pastAndGerund(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const stem = word.endsWith('ed') ? word.slice(0, -2) : word.endsWith('ing') ? word.slice(0, -3) : undefined;
  if (stem === undefined || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function longSuffix(word: string): string {
  const suffix = step4.filter((each) => word.endsWith(each)).sort((a, b) => b.length - a.length)[0];
  if (suffix === undefined) return word;
  const stem = word.slice(0, word.length - suffix.length);
  if (measure(stem) <= 1 || (suffix === 'ion' && !/[st]$/.test(stem))) return word;
  return stem;
}

function lastLetters(word: string): string {
  let stem = word;
  if (stem.endsWith('e')) {
    const bare = stem.slice(0, -1);
    const sequences = measure(bare);
    if (sequences > 1 || (sequences === 1 && !endsShort(bare))) stem = bare;
  }
  return stem.endsWith('ll') && measure(stem) > 1 ? stem.slice(0, -1) : stem;
}

/** Stem of a lower-case English word: Porter (1980), Program 14:130, with the author's later `bli` and `logi`. */
export function porterStem(word: string): string {
  if (word.length < 3) return word;
  const gerund = pastAndGerund(plurals(word));
  const withI = gerund.endsWith('y') && hasVowel(gerund.slice(0, -1)) ? `${gerund.slice(0, -1)}i` : gerund;
  return lastLetters(longSuffix(replaceLongest(replaceLongest(withI, step2), step3)));
}
