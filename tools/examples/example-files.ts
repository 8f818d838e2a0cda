import { randomFrom, seed } from '../../src/base/random.ts';
import { claudeExamples, type ExampleFile } from './claude-examples.ts';
import { codexExample } from './codex-example.ts';
import { geminiExample } from './gemini-example.ts';

/** Every made-up transcript, with its path below `examples/home/`: the same bytes each time. */
export function exampleFiles(): readonly ExampleFile[] {
  const random = randomFrom(seed(20260309));
  return [...claudeExamples(random.fork('claude')), ...codexExample(random.fork('codex')), ...geminiExample(random.fork('gemini'))];
}

export const textOf = ({ lines }: ExampleFile): string => `${lines.join('\n')}\n`;
