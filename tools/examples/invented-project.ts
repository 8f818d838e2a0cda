import type { Random } from '../../src/base/random.ts';

/** Everything here is invented: a service that tells ships when a harbour has water enough. */
const things = [
  'tide',
  'gauge',
  'berth',
  'channel',
  'datum',
  'surge',
  'pilot',
  'buoy',
  'draught',
  'window',
  'station',
  'moon',
  'ledger',
  'sluice',
] as const;
const doings = [
  'read',
  'merge',
  'clamp',
  'predict',
  'resolve',
  'publish',
  'align',
  'smooth',
  'cache',
  'verify',
  'shift',
  'sample',
] as const;
const qualities = ['latest', 'hourly', 'corrected', 'raw', 'safe', 'local', 'cached', 'stale', 'minimum', 'expected'] as const;
const reasons = [
  'a gauge may report twice within one minute',
  'the harbour clock is local, the almanac is not',
  'a pilot needs the lower of the two levels',
  'an empty berth still has a depth',
  'springs and neaps are joined at the quarter moon',
  'the datum was moved in 1998 and again in 2014',
] as const;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)]!;

/** `verify` → `verifies`, `publish` → `publishes`, `read` → `reads`. */
const thirdPerson = (verb: string): string =>
  /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : /(?:s|sh|ch|x)$/.test(verb) ? `${verb}es` : `${verb}s`;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function inventedFunction(random: Random): string {
  const [doing, quality, thing, other] = [pick(random, doings), pick(random, qualities), pick(random, things), pick(random, things)];
  const name = `${doing}${capital(quality)}${capital(thing)}`;
  const limit = Math.round(random.next() * 900) / 100;
  return [
    `/** ${capital(thirdPerson(doing))} the ${quality} ${thing}: ${pick(random, reasons)}. */`,
    `export function ${name}(${other}s: readonly ${capital(other)}[], at: Instant): ${capital(thing)}Level {`,
    `  const usable = ${other}s.filter((${other}) => ${other}.validFrom <= at && at < ${other}.validTo);`,
    `  if (usable.length === 0) return { level: undefined, reason: 'no ${quality} ${other} at ' + at.toString() };`,
    `  let level = usable[0].level;`,
    `  for (const ${other} of usable) {`,
    `    const corrected = ${other}.level + offsetFor(${other}.station, at) - ${limit};`,
    `    if (corrected < level) level = corrected;`,
    `  }`,
    `  return { level: Math.max(level, ${(limit / 3).toFixed(2)}), reason: undefined };`,
    `}`,
    ``,
  ].join('\n');
}

/** A module of invented TypeScript. */
export function inventedModule(random: Random, functions: number): string {
  const head = `import { offsetFor } from './offsets.ts';\nimport type { Instant } from './instant.ts';\n\n`;
  return head + Array.from({ length: functions }, () => inventedFunction(random)).join('\n');
}

/** The same text with line numbers, as Claude Code's reading tool shows it. */
export const numbered = (text: string): string =>
  text
    .split('\n')
    .map((line, index) => `${String(index + 1).padStart(6)}→${line}`)
    .join('\n');

/** Output of an invented test run. */
export function inventedTestRun(random: Random, tests: number, failing: number): string {
  const lines = Array.from({ length: tests }, (_, index) => {
    const mark = index < failing ? '✗' : '✓';
    const title = `${thirdPerson(pick(random, doings))} the ${pick(random, qualities)} ${pick(random, things)} when ${pick(random, reasons)}`;
    return ` ${mark} src/${pick(random, things)}.test.ts > ${title} (${Math.ceil(random.next() * 40)} ms)`;
  });
  const trace = Array.from(
    { length: failing * 6 },
    (_, index) => `    at predictWindow (/home/mara/slackwater/src/window.ts:${100 + index * 7}:${4 + (index % 9)})`,
  );
  return [...lines, ...trace, ``, ` ${failing} failed, ${tests - failing} passed`].join('\n');
}

const sentences = [
  'The window opens an hour early on the last Sunday of March.',
  'The almanac counts in universal time and the berth plan in local time.',
  'Both sides are shifted, so the error cancels in summer and doubles on the day of the change.',
  'I check where the offset is applied a second time.',
  'The test for neap tides passes only because its date lies in winter.',
  'The smallest change is to convert once, where the gauge is read.',
  'Nothing else reads the raw level, so the change stays in one file.',
] as const;

export const inventedProse = (random: Random, count: number): string =>
  Array.from({ length: count }, () => pick(random, sentences)).join(' ');

/** Instructions and tool names of MCP servers that a person once set up and forgot. */
export function inventedServer(name: string, tools: number, random: Random) {
  const names = Array.from(
    { length: tools },
    (_, index) => `mcp__${name}__${pick(random, doings)}_${pick(random, qualities)}_${pick(random, things)}_${index}`,
  );
  const instructions = `## ${name}\nUse the ${name} server for questions about ${pick(random, things)}s and ${pick(random, things)}s. ${names
    .map(
      (tool) =>
        `\`${tool}\` ${pick(random, doings)}s one ${pick(random, things)} and needs its id, a date in ISO form and the ${pick(random, qualities)} flag.`,
    )
    .join(' ')}`;
  return { names, instructions };
}
