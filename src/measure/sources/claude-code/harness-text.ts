import type { SegmentKind } from '../../../call/segment-kind.ts';

/** A span of a text that Claude Code, and not its author, is to be named for. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
  /** Absent for the author's own words. */
  readonly harness?: { readonly kind: SegmentKind; readonly label: string };
}

type Harness = NonNullable<TextSpan['harness']>;

const system = (label: string): Harness => ({ kind: 'system', label });
const document = (label: string): Harness => ({ kind: 'document', label });
const user = (label: string): Harness => ({ kind: 'user', label });

/** Elements that Claude Code puts into a user's message. */
const elements: Readonly<Record<string, Harness>> = {
  'system-reminder': system('system reminder'),
  'command-name': system('slash command'),
  'command-message': system('slash command'),
  'command-contents': system('slash command'),
  'command-args': user('command arguments'),
  'local-command-stdout': system('local command output'),
  'local-command-stderr': system('local command output'),
  'local-command-caveat': system('local command caveat'),
  'bash-input': user('shell command'),
  'bash-stdout': document('shell output'),
  'bash-stderr': document('shell output'),
  ide_opened_file: system('editor state'),
  ide_selection: document('editor selection'),
  ide_diagnostics: system('diagnostics'),
  'new-diagnostics': system('diagnostics'),
  'task-notification': system('task notification'),
  'background-task-input': system('task notification'),
  'teammate-message': system('teammate message'),
  'user-prompt-submit-hook': system('hook output'),
  'session-start-hook': system('hook output'),
  'user-memory-input': user('memory note'),
};

const opening = /<([a-z][a-z_-]{3,40})(?:\s[^<>]{0,400})?>/y;
const blank = /^\s*$/;
const reminderEnd = '</system-reminder>';
const reminderStart = '<system-reminder>';

/** Spans of a user's text: elements that Claude Code put there, and what stands between them. */
export function splitUserText(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    opening.lastIndex = at;
    const name = opening.exec(text)?.[1];
    if (name === undefined || unclosed.has(name) || !Object.hasOwn(elements, name)) continue;
    const harness = elements[name];
    const closing = `</${name}>`;
    const closesAt = text.indexOf(closing, opening.lastIndex);
    if (harness === undefined || closesAt === -1) {
      unclosed.add(name);
      continue;
    }
    if (at > from) spans.push({ from, to: at });
    const to = closesAt + closing.length;
    const isEmpty = closesAt === opening.lastIndex;
    spans.push({ from: at, to, harness: isEmpty ? system(harness.label) : harness });
    from = to;
    at = to - 1;
  }
  if (from < text.length) spans.push({ from, to: text.length });
  return mergeBlank(text, spans);
}

/** Blank text behind an element belongs to it; before the first one it says nothing. */
function mergeBlank(text: string, spans: readonly TextSpan[]): readonly TextSpan[] {
  if (spans.length < 2) return spans;
  const merged: TextSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (span.harness === undefined && blank.test(text.slice(span.from, span.to))) {
      if (last !== undefined) merged[merged.length - 1] = { ...last, to: span.to };
    } else merged.push(span);
  }
  return merged;
}

/**
 * Spans of a tool's result: reminders that Claude Code appended to it, and the result itself. Only at the end: the
 * same words within a result may well be a file's own.
 */
export function splitResultText(text: string): readonly TextSpan[] {
  const whole: readonly TextSpan[] = [{ from: 0, to: text.length }];
  if (!text.trimEnd().endsWith(reminderEnd)) return whole;
  const at = text.lastIndexOf(reminderStart);
  if (at === -1) return whole;
  const reminder: TextSpan = { from: at, to: text.length, harness: system('system reminder') };
  return at === 0 ? [reminder] : [{ from: 0, to: at }, reminder];
}
