import type { Plugin } from 'vite';

/** Text of a module without some properties of its object literals: prose for people who read the source. */
export function withoutProperties(code: string, names: readonly string[], instead = ''): string {
  const property = new RegExp(`\\n\\s+(?:${names.join('|')}): `);
  let rest = code;
  let kept = '';
  for (let found = property.exec(rest); found !== null; found = property.exec(rest)) {
    kept += rest.slice(0, found.index) + instead;
    rest = rest.slice(endOfValue(rest, found.index + found[0].length));
  }
  return kept + rest;
}

/** Behind the comma that ends the value which begins here. */
function endOfValue(code: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < code.length; at++) {
    const character = code.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if ('{[('.includes(character)) depth++;
    else if ('}])'.includes(character)) depth--;
    else if (character === ',' && depth === 0) return at + 1;
    if (depth < 0) return at;
  }
  return code.length;
}

// The page serves with vLLM of no stated release, and takes a part's deviation at one load and one batch, where its
// slopes over batch and prompts are nothing.
const elsewhere = /\b(?:sglang|tensorrt-llm|llama\.cpp|vllm-[\d.]+|open|saturated|apart|static|desktop-cpu|q\d_\w+)\b/;
const slopesOfNothing = /^[\w&]*\*(?:batch|prefill): /;
const ofStatedRuns = /\b(?:release|campaign)\b/;

const linesOf = (code: string, of: (family: string, entries: readonly string[]) => string | undefined): string =>
  code
    .split('\n')
    .flatMap((line) => {
      const colon = line.indexOf(': ');
      if (colon === -1) return [line];
      return of(line.slice(0, colon), line.slice(colon + 2).split(', ')) ?? [];
    })
    .join('\n');

/** Deviations of a table that can concern what the page serves. */
const ofOwnRuns = (code: string): string =>
  linesOf(code, (family, entries) => {
    const own = entries.filter((entry) => !elsewhere.test(entry));
    const concernsNone = own.length === 0 || slopesOfNothing.test(`${family}: `) || ofStatedRuns.test(family);
    return concernsNone ? undefined : `${family}: ${own.join(', ')}`;
  });

/** Families of the one metric whose deviations the page takes; those of the others have no table there. */
const ofTokenTimes = (code: string): string =>
  ['ttft', 'throughput', 'prefill', 'power'].reduce(
    (rest, metric) => withoutProperties(rest, [metric], `\n  ${metric}: [],`),
    code.replace(/const fewRuns = [^]*?\n\}\);/, '').replaceAll(/\n\s+'?(?:release|campaign)\b[^\n]*,/g, ''),
  );

/** Only which models were measured on which parts: the page needs the width of a band, not the deviation. */
function pairsOnly(code: string): string {
  const pairs = new Set<string>();
  const rest = linesOf(code, (family, entries) => {
    if (family.startsWith('model&gpu')) for (const entry of entries) pairs.add(entry.replace(/ \S+$/, '').split('&').slice(0, 2).join('&'));
    return undefined;
  });
  return rest.replace('parseCorrections(`', `parseCorrections(\`\nmodel&gpu: ${Array.from(pairs, (pair) => `${pair} 0`).join(', ')}`);
}

type Curves = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | Readonly<Record<string, number>>>>>>>>;

/** A number in as few characters as it can be written in. */
function shortest(value: number): string {
  const plain = String(value).replace(/^0\./, '.');
  const scaled = value.toExponential().replace('e+', 'e');
  return scaled.length < plain.length ? scaled : plain;
}

/**
 * Curves of all architectures as rows of numbers, each once, and by which of them every architecture goes: their field
 * names stand there once instead of a hundred times.
 */
function packedCurves(code: string): string {
  // The module is one literal of numbers, written by tools/calibrate.ts.
  // oxlint-disable-next-line typescript/no-implied-eval -- a file of this repository, at build time
  const curves = new Function(`return ${code.slice(code.indexOf('= {') + 2)}`)() as Curves;
  const rows: string[] = [];
  const shapes: string[] = [];
  const placeIn = (list: string[], text: string): number => (list.includes(text) ? list.indexOf(text) : list.push(text) - 1);
  const packed = (part: Readonly<Record<string, unknown>>): unknown => {
    const values = Object.values(part);
    if (!values.every((value) => typeof value === 'number'))
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, packed(inner as Record<string, unknown>)]));
    return placeIn(rows, `${placeIn(shapes, Object.keys(part).join(' '))} ${values.map((value) => shortest(value)).join(' ')}`);
  };
  const tree = JSON.stringify(packed(curves));
  return `
    const shapes = ${JSON.stringify(shapes)}.map((names) => names.split(' '));
    const rows = ${JSON.stringify(rows.join('|'))}.split('|').map((row) => {
      const [shape, ...values] = row.split(' ').map(Number);
      return Object.fromEntries(shapes[shape].map((name, index) => [name, values[index]]));
    });
    const unpacked = (part) => (typeof part === 'number' ? rows[part] : Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, unpacked(inner)])));
    export const kernelCurveTable = unpacked(${tree});`;
}

/** Without processors that are no GPUs: no list of the page offers one. */
const withoutProcessors = (code: string): string =>
  code.replaceAll(/\n {2}\{\n {4}id: '(?:Ryzen|Core|Threadripper|Arc-Pro-B60)[^]*?\n {2}\},/g, '');

/** Without variants of parts that only tables of measurements name: no list of the page offers one. */
const withoutVariants = (code: string): string =>
  code.replaceAll(/\n {2}\{\n {4}id: '(?:A100-SXM-40GB|A100-PCIe-80GB|L40|A40|A10|RTX-6000-Ada)',[^]*?\n {2}\},/g, '');

/** The server has checked the units of formulas when it linked the case; what the reader sets changes no formula. */
function withoutDimensionChecks(code: string): string {
  const checks = [
    /this\.#requireSame\(checkFormula\([^;]*;/,
    /const dimension = checkFormula\([^;]*;/,
    /this\.#requireSame\(dimension, [^;]*;/,
    /checkRule\([^;]*;/,
  ];
  return checks.reduce((rest, check) => {
    if (!check.test(rest)) throw new Error(`link-case.ts no longer has ${String(check)}: say in web/lean-tables.ts what to leave out`);
    return rest.replace(check, '');
  }, code);
}

const nothing = (name: string) => (): string => `export const ${name} = {};`;

/** Of models and parts: prose, and figures that no screen computes with. */
const unusedProperties = [
  'source',
  'otherSources',
  'notes',
  'family',
  'maxContext',
  'publishedBillions',
  'publishedActiveBillions',
  'year',
  'vendor',
];

/**
 * What the page does without of what it shares with the command line, by the end of a module's path. Everything that it
 * computes stays; `test/page/numbers.test.ts` compares it with the command line.
 */
const leanings: Readonly<Record<string, (code: string) => string>> = {
  'scale/hardware/ttft-corrections.ts': nothing('ttftCorrections'),
  'scale/hardware/prefill-corrections.ts': nothing('prefillCorrections'),
  'scale/hardware/power-corrections.ts': nothing('powerCorrections'),
  'scale/hardware/throughput-corrections.ts': pairsOnly,
  'scale/hardware/tpot-corrections.ts': ofOwnRuns,
  'scale/hardware/effect-families.ts': ofTokenTimes,
  'scale/hardware/kernel-curve-table.ts': packedCurves,
  'scale/hardware/coefficients.ts': (code) => withoutProperties(code, ['sglang', "'tensorrt-llm'", "'llama.cpp'"]),
  'scale/hardware/desktop-parts.ts': (code) => withoutProperties(withoutProcessors(code), unusedProperties),
  // Shapes given from memory, for tables of measurements that name them: the page offers none of them.
  'scale/hardware/other-models.ts': () => 'export const otherModels = [];',
  'scale/hardware/nvidia-accelerators.ts': (code) => withoutProperties(withoutVariants(code), unusedProperties),
  // Spellings of other tables and of repositories, which stand in no link of the page.
  'scale/hardware/model-named.ts': (code) =>
    code.replaceAll(/\n {2}'(?!deepseek-r1')[^']*': '[^']*',/g, '').replaceAll(/const (suffix|prefix) =[^;]*;/g, 'const $1 = /(?!)/;'),
  'scale/hardware/quantisation.ts': (code) =>
    code.replaceAll(/\n {2}'?(?:fp8-block|fp8_block|e4m3|fp8_e4m3|w\d\w+(?:-fp8)?|int\d_\w+)'?: '\w+',/g, ''),
  'scale/hardware/gpu-named.ts': (code) => code.replaceAll(/\n {2}'[^']*[ -][^']*': '[^']*',/g, ''),
  // No engine of the page drafts tokens.
  'scale/hardware/speculation.ts': () =>
    'export const checkSpeculation = () => {}; export const verifiedTokens = () => 1; export const sharedByTokens = (cost) => cost;',
  // Warnings come with the answer; what the reader sets does not make or mend them.
  'judge/lint/lint-case.ts': () => 'export const lintCase = () => [];',
  'judge/case/link-case.ts': withoutDimensionChecks,
  // Names on the page come from lists: none is misspelt, so that none has to be guessed.
  'judge/unit/nearest-name.ts': () => 'export const nearestName = () => undefined;',
  'scale/hardware/name-search.ts': (code) =>
    `${code.slice(code.indexOf('export const plainName'), code.indexOf('/** The known names'))}\nexport const nearestNames = () => [];`,
  ...Object.fromEntries(
    ['dense-models', 'moe-models', 'other-accelerators'].map((name) => [
      `scale/hardware/${name}.ts`,
      (code: string) => withoutProperties(code, unusedProperties),
    ]),
  ),
};

/** Files whose errors a reader of the page cannot cause: the server has linked the case, and lists name models and parts. */
const provenFiles =
  /judge\/(?:case\/link-|expression\/|unit\/|verdict\/)|scale\/hardware\/(?:layout|memory-plan|physical-replica|gpu-named|model-named|replica-cost)\.ts/;

/** Without the words of errors that do not occur; their codes stay. */
const withoutErrorWords = (code: string): string =>
  withoutProperties(withoutProperties(code, ['hint'], "\nhint: '',"), ['message'], "\nmessage: '',");

/** Leaves out of the page's scripts what no screen uses of tables that it shares with the command line. */
export function leanTables(): Plugin {
  return {
    name: 'lean-tables',
    enforce: 'pre',
    load: {
      filter: { id: /preload-helper/ },
      // Scripts are loaded when they are needed and one sheet holds all styles: there is nothing to load ahead.
      handler: () => 'export const __vitePreload = (load) => load();',
    },
    transform: {
      filter: { id: /src\/(?:judge|scale)\// },
      handler(code, id) {
        const lean = Object.entries(leanings).find(([end]) => id.endsWith(end))?.[1];
        const isProven = provenFiles.test(id);
        if (lean === undefined && !isProven) return undefined;
        const leaner = lean === undefined ? code : lean(code);
        return { code: isProven ? withoutErrorWords(leaner) : leaner, map: null };
      },
    },
  };
}
