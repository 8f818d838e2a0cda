import type { ToolUse } from '../../../call/segment.ts';

/** What a shell command does, where it does one plain thing: reads one file, or searches. */
export type ShellUse = Required<Pick<ToolUse, 'action' | 'target'>> & Pick<ToolUse, 'range'>;

const mostTargetCharacters = 200;
const word = `(?:"([^"]+)"|'([^']+)'|([^\\s"'|;&<>]+))`;
const plainWord = (match: RegExpMatchArray, from: number): string | undefined => match[from] ?? match[from + 1] ?? match[from + 2];

const readers: readonly (readonly [RegExp, (match: RegExpMatchArray) => ShellUse | undefined])[] = [
  [new RegExp(`^(?:cat|bat|nl -ba|nl)\\s+${word}$`), (match) => readOf(plainWord(match, 1))],
  [new RegExp(`^sed -n\\s+['"]?(\\d+),(\\d+)p['"]?\\s+${word}$`), (match) => readOf(plainWord(match, 3), `${match[1]}-${match[2]}`)],
  [
    new RegExp(`^(?:cat|nl -ba)\\s+${word}\\s*\\|\\s*sed -n\\s+['"]?(\\d+),(\\d+)p['"]?$`),
    (match) => readOf(plainWord(match, 1), `${match[4]}-${match[5]}`),
  ],
  [new RegExp(`^head\\s+-n?\\s*(\\d+)\\s+${word}$`), (match) => readOf(plainWord(match, 2), `1-${match[1]}`)],
  [new RegExp(`^tail\\s+-n?\\s*(\\d+)\\s+${word}$`), (match) => readOf(plainWord(match, 2), `last ${match[1]}`)],
  [/^(?:rg|grep|find|ls|fd|tree|git (?:grep|ls-files))\b[^|;&]*$/, (match) => ({ action: 'search', target: shorten(match[0]) })],
];

function readOf(target: string | undefined, range?: string): ShellUse | undefined {
  if (target === undefined || target.startsWith('-') || /[*?$`]/.test(target)) return undefined;
  return { action: 'read', target: shorten(target), ...(range === undefined ? {} : { range }) };
}

const shorten = (text: string): string => text.slice(0, mostTargetCharacters);

/** Reads a command line as far as it is plain: anything with several steps is a `run`. */
export function shellUse(command: string): ShellUse {
  const trimmed = command.trim();
  if (trimmed.length <= 1000) {
    for (const [pattern, use] of readers) {
      const match = pattern.exec(trimmed);
      const found = match === null ? undefined : use(match);
      if (found !== undefined) return found;
    }
  }
  return { action: 'run', target: shorten(trimmed) };
}
