import { parse } from 'yaml';
import { z } from 'zod';
import type { Grader } from '../grading/grader.ts';
import { parseCsv } from './parse-csv.ts';
import type { Task } from './task.ts';
import { taskFileError } from './task-file-error.ts';

const assertion = z.looseObject({ type: z.string(), value: z.unknown() });
const test = z.looseObject({
  description: z.string().optional(),
  vars: z.record(z.string(), z.unknown()).optional(),
  assert: z.array(assertion).optional(),
});
const config = z.looseObject({
  prompts: z.array(z.union([z.string(), z.looseObject({ raw: z.string() })])).optional(),
  tests: z.array(test),
});

interface Check {
  readonly grader: Grader;
  readonly targets: readonly string[];
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const asTexts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(asText) : [asText(value)]);

/** A promptfoo assertion as a grader; undefined for those that run code or ask a model. */
function checkOf(type: string, value: unknown): Check | undefined {
  switch (type) {
    case 'equals':
      return typeof value === 'object'
        ? { grader: { kind: 'json' }, targets: [JSON.stringify(value)] }
        : { grader: { kind: 'exact' }, targets: [asText(value)] };
    case 'contains':
    case 'icontains':
      return { grader: { kind: 'contains', ignoreCase: type === 'icontains', all: true }, targets: [asText(value)] };
    case 'contains-any':
    case 'icontains-any':
      return { grader: { kind: 'contains', ignoreCase: type.startsWith('i'), all: false }, targets: asTexts(value) };
    case 'contains-all':
    case 'icontains-all':
      return { grader: { kind: 'contains', ignoreCase: type.startsWith('i'), all: true }, targets: asTexts(value) };
    case 'regex':
      return { grader: { kind: 'regex' }, targets: [asText(value)] };
    default:
      return undefined;
  }
}

/** Fills `{{name}}`; nothing else of the template language is understood. */
const filled = (template: string, vars: Readonly<Record<string, unknown>>): string =>
  template.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (vars[name] === undefined ? whole : asText(vars[name])));

/** Tasks read from a file, and what was left out of it and why. */
export interface ReadTasks {
  readonly tasks: readonly Task[];
  readonly leftOut: readonly string[];
}

/** Tests of a promptfoo configuration that have one deterministic assertion. @throws {TareError} naming the file */
export function readPromptfooYaml(content: string, file: string): ReadTasks {
  let value: unknown;
  try {
    value = parse(content);
  } catch (cause) {
    throw taskFileError(
      file,
      `not YAML (${cause instanceof Error ? (cause.message.split('\n')[0] as string) : ''})`,
      'Give a promptfoo configuration.',
    );
  }
  const parsed = config.safeParse(Array.isArray(value) ? { tests: value } : value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw taskFileError(
      file,
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
      'Give a promptfoo configuration with its tests in the same file.',
    );
  }
  const [first] = parsed.data.prompts ?? [];
  const template = typeof first === 'string' ? first : (first?.raw ?? '{{question}}');
  const leftOut: string[] = [];
  const tasks = parsed.data.tests.flatMap((each, index): Task[] => {
    const id = each.description ?? `test-${index + 1}`;
    const checks = (each.assert ?? []).flatMap(({ type, value: wanted }) => checkOf(type, wanted) ?? []);
    const [check] = checks;
    if (check === undefined || checks.length !== 1 || each.assert?.length !== 1) {
      leftOut.push(`${id}: needs exactly one of equals, contains, icontains, contains-any, contains-all, regex`);
      return [];
    }
    return [{ id, messages: [{ role: 'user', content: filled(template, each.vars ?? {}) }], ...check }];
  });
  return { tasks, leftOut };
}

/** Rows of a promptfoo CSV: variables by column, `__expected` as `type:value` or a bare text. */
export function readPromptfooCsv(content: string, file: string): ReadTasks {
  const [head, ...rows] = parseCsv(content.replace(/^\uFEFF/, ''));
  const expectedColumns = (head ?? []).flatMap((name, index) => (/^__expected\d*$/.test(name.trim()) ? [index] : []));
  if (head === undefined || expectedColumns.length === 0)
    throw taskFileError(
      `${file}:1`,
      'no column __expected',
      'A promptfoo CSV has its variables by column and the assertion in __expected.',
    );
  const leftOut: string[] = [];
  const variables = head.map((name) => name.trim()).filter((name) => !name.startsWith('__'));
  const tasks = rows.flatMap((row, index): Task[] => {
    const id = `row-${index + 2}`;
    const vars = Object.fromEntries(head.map((name, column) => [name.trim(), row[column] ?? '']));
    const expected = expectedColumns.map((column) => row[column] ?? '').filter((each) => each !== '');
    const [wanted] = expected;
    const typed = /^(i?contains(?:-any|-all)?|equals|regex):\s*([\s\S]*)$/.exec(wanted ?? '');
    const isOther = /^[a-z-]+(?:\([^)]*\))?:/.test(wanted ?? '') && typed === null;
    if (wanted === undefined || expected.length !== 1 || isOther) {
      leftOut.push(`${id}: needs exactly one deterministic __expected`);
      return [];
    }
    const value = typed?.[2] ?? wanted;
    const type = typed?.[1] ?? 'equals';
    const check = checkOf(type, /-(?:any|all)$/.test(type) ? value.split(',').map((part) => part.trim()) : value) as Check;
    const question = vars['question'] ?? vars['input'] ?? variables.map((name) => vars[name] as string).join('\n');
    return [{ id, messages: [{ role: 'user', content: question }], ...check }];
  });
  return { tasks, leftOut };
}
