import { expect, test } from 'vitest';
import { readTaskFile } from './read-task-file.ts';

test('JSONL takes its aliases, GSM8K answers, choices and several targets', () => {
  const lines = [
    { question: 'How many?', answer: 'Four and four.\n#### 1,008' },
    { id: 7, input: 'Which?', choices: ['red', 'teal'], target: 'teal' },
    { messages: [{ role: 'user', content: 'Say hi' }], ideal: ['hi', 'hello'], scorer: 'contains' },
    { input: 'Pi?', target: 3.14, tolerance: 0.01, level: 2 },
  ];
  const { tasks } = readTaskFile(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, 'tasks.jsonl');
  expect(tasks.map(({ id, targets, grader }) => ({ id, targets, grader: grader.kind }))).toEqual([
    { id: 'line-1', targets: ['1,008'], grader: 'numeric' },
    { id: '7', targets: ['B'], grader: 'choice' },
    { id: 'line-3', targets: ['hi', 'hello'], grader: 'contains' },
    { id: 'line-4', targets: ['3.14'], grader: 'numeric' },
  ]);
  expect(tasks[1]?.messages[0]?.content).toContain('B) teal');
  expect(tasks[3]).toMatchObject({ grader: { tolerance: 0.01 }, level: 2 });
});

test('promptfoo YAML: variables are filled in, what needs a model or code to grade is left out and named', () => {
  const yaml = `
prompts: ["Answer briefly: {{question}}"]
tests:
  - description: colour
    vars: { question: "Which colour?" }
    assert: [{ type: icontains, value: Teal }]
  - vars: { question: "Is it nice?" }
    assert: [{ type: llm-rubric, value: is nice }]
  - vars: { question: "As JSON" }
    assert: [{ type: equals, value: { a: 1 } }]
`;
  const { tasks, leftOut } = readTaskFile(yaml, 'promptfooconfig.yaml');
  expect(tasks.map(({ id, grader, messages }) => [id, grader.kind, messages[0]?.content])).toEqual([
    ['colour', 'contains', 'Answer briefly: Which colour?'],
    ['test-3', 'json', 'Answer briefly: As JSON'],
  ]);
  expect(leftOut).toHaveLength(1);
});

test('promptfoo CSV: quotes, and assertions by prefix', () => {
  const csv = 'question,__expected\r\n"Which, exactly?",icontains:teal\r\nTwo?,2\r\nNice?,llm-rubric: is nice\r\n';
  const { tasks, leftOut } = readTaskFile(csv, 'tests.csv');
  expect(tasks.map(({ grader, targets, messages }) => [grader.kind, targets[0], messages[0]?.content])).toEqual([
    ['contains', 'teal', 'Which, exactly?'],
    ['exact', '2', 'Two?'],
  ]);
  expect(leftOut).toEqual(['row-4: needs exactly one deterministic __expected']);
});

test('inspect logs: samples with texts, messages and choices', () => {
  const log = {
    version: 2,
    samples: [
      { id: 1, input: '2 + 2?', target: '4' },
      { id: 'b', input: [{ role: 'user', content: [{ type: 'text', text: 'Which?' }] }], target: 'A', choices: ['x', 'y'] },
    ],
  };
  const { tasks } = readTaskFile(JSON.stringify(log), 'log.json');
  expect(tasks.map(({ id, grader, messages }) => [id, grader.kind, messages[0]?.content])).toEqual([
    ['1', 'numeric', '2 + 2?'],
    ['b', 'choice', 'Which?'],
  ]);
});

test.each([
  ['a.jsonl', '{"question": "x", "answer": "y"}\n{"question": "x"}', 'a.jsonl:2', 'answer'],
  ['a.jsonl', '{"question": "x", "answer": "y"}\n{oops', 'a.jsonl:2', 'not JSON'],
  ['a.jsonl', '{"question": "x", "answer": "y", "scorer": "vibes"}', 'a.jsonl:1', 'vibes'],
  ['a.jsonl', '{"question": 5, "answer": "y"}', 'a.jsonl:1', 'question'],
  ['a.jsonl', '', 'a.jsonl', 'no task'],
  ['a.yaml', 'tests: 5', 'a.yaml', 'tests'],
  ['a.csv', 'question\nx', 'a.csv:1', '__expected'],
  ['a.json', '{"samples": [{"id": 1}]}', 'a.json', 'samples.0'],
  ['a.txt', 'x', 'a.txt', 'form'],
])('%s with %j is refused, naming %s and %s', (file, content, place, word) => {
  expect(() => readTaskFile(content, file)).toThrow(new RegExp(`${place.replace('.', String.raw`\.`)}.*${word}`));
});

test('tasks with the same name are told apart', () => {
  const { tasks } = readTaskFile('{"id":"a","question":"x","answer":"1"}\n{"id":"a","question":"y","answer":"2"}', 'a.jsonl');
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(2);
});
