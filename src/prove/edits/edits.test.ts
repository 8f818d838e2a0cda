import { expect, test } from 'vitest';
import { tokens } from '../../base/units.ts';
import type { ChatMessage, ChatRequest } from '../endpoints/endpoint.ts';
import { cacheBreakpoints } from './cache-breakpoints.ts';
import { deduplicateContent } from './deduplicate-content.ts';
import type { Edit } from './edit.ts';
import { maskToolResults } from './mask-tool-results.ts';
import { orderPrompt } from './order-prompt.ts';
import { removeTools } from './remove-tools.ts';
import { truncateHistory } from './truncate-history.ts';

const big = 'file '.repeat(60);
const messages: readonly ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Read it.' },
  { role: 'assistant', content: '', toolCalls: [{ id: '1', name: 'Read', arguments: '{}' }] },
  { role: 'tool', content: big, toolCall: '1' },
  { role: 'user', content: 'Again.' },
  { role: 'assistant', content: '', toolCalls: [{ id: '2', name: 'Read', arguments: '{}' }] },
  { role: 'tool', content: big, toolCall: '2' },
  { role: 'user', content: 'Passage one.\n\nPassage two.\n\nWhich is it?' },
];
const schema = (name: string) => ({ name, description: name, parameters: {} });
const request: ChatRequest = {
  messages,
  tools: [schema('Read'), schema('Write')],
  maxOutput: tokens(10),
  temperature: 0,
  reasoning: { kind: 'default' },
};
const texts = (edit: Edit): string[] => edit.apply(request).messages.map(({ content }) => content);

test('no edit changes the request that it is given', () => {
  const before = structuredClone(request);
  for (const edit of [
    truncateHistory(1),
    deduplicateContent,
    maskToolResults(0),
    orderPrompt('question-first'),
    removeTools(),
    cacheBreakpoints,
  ])
    edit.apply(request);
  expect(request).toEqual(before);
});

test('truncation keeps the system prompt and whole turns', () => {
  expect(truncateHistory(2).apply(request).messages).toEqual([messages[0], ...messages.slice(4)]);
  expect(truncateHistory(9).apply(request).messages).toEqual(messages);
});

test('the later copy of a long text becomes a pointer, the first and short texts stay', () => {
  expect(texts(deduplicateContent)).toEqual(
    messages.map(({ content }, index) => (index === 6 ? '[the same text as in message 4]' : content)),
  );
});

test('old tool results give way to their size', () => {
  expect(texts(maskToolResults(1))[3]).toBe('[old output of 300 characters removed]');
  expect(texts(maskToolResults(1))[6]).toBe(big);
  expect(texts(maskToolResults(0))[6]).toBe('[old output of 300 characters removed]');
});

test('the question moves to the front, and back again', () => {
  const first = orderPrompt('question-first').apply(request);
  expect(first.messages.at(-1)?.content).toBe('Which is it?\n\nPassage one.\n\nPassage two.');
  expect(orderPrompt('question-last').apply(first)).toEqual(request);
});

test('tools that were never called lose their schema', () => {
  expect(
    removeTools()
      .apply(request)
      .tools?.map(({ name }) => name),
  ).toEqual(['Read']);
  expect(removeTools(['Read', 'Write']).apply(request)).not.toHaveProperty('tools');
});

test('at most four breakpoints, the last behind the newest message', () => {
  const marked = cacheBreakpoints
    .apply(request)
    .messages.flatMap(({ cacheBreakpoint }, index) => (cacheBreakpoint === true ? [index] : []));
  expect(marked).toEqual([0, 3, 5, 7]);
});
