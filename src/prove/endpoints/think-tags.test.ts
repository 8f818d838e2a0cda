import { expect, test } from 'vitest';
import { splitThinking } from './think-tags.ts';

test.each([
  ['<think>two and two</think>\n\n4', 'two and two', '4'],
  ['\n<thinking>hm</thinking>yes', 'hm', 'yes'],
  ['opened by the template</think>4', 'opened by the template', '4'],
  ['<think>cut off in the mid', 'cut off in the mid', ''],
  ['no thought, only 1 < 2', '', 'no thought, only 1 < 2'],
])('%j is thought and answer', (text, reasoning, answer) => {
  expect(splitThinking(text)).toEqual({ reasoning, answer });
});
