import type { Random } from '../../src/base/random.ts';
import type { ExampleFile } from './claude-examples.ts';
import { inventedModule, inventedProse } from './invented-project.ts';
import { tokensOf } from './token-count.ts';

const start = Date.parse('2026-03-13T10:20:00Z');
const basePrompt = 9_800;
const cacheBlock = 256;

/** Friday: Gemini writes the release note; a log is read in one piece and stays. */
export function geminiExample(random: Random): ExampleFile[] {
  const text = random.fork('text');
  const messages: Record<string, unknown>[] = [];
  let now = start;
  let context = basePrompt;
  let cached = 0;
  const id = (): string => `00000000-0000-4000-8000-${String(messages.length).padStart(12, '0')}`;
  const user = (content: string): void => {
    now += 30_000;
    messages.push({ id: id(), timestamp: new Date(now).toISOString(), type: 'user', content });
    context += tokensOf(content, 1);
  };
  const answer = (
    content: string,
    tools: readonly { readonly name: string; readonly args: Record<string, string>; readonly output: string }[] = [],
  ): void => {
    now += 7_000;
    const description = inventedProse(text, 2);
    const thoughts = 40 + Math.floor(random.next() * 200);
    const output = tokensOf(content, 1) + tools.reduce((sum, { args }) => sum + 12 + tokensOf(JSON.stringify(args), 1), 0);
    const timestamp = new Date(now).toISOString();
    messages.push({
      id: id(),
      timestamp,
      type: 'gemini',
      content,
      thoughts: [{ subject: 'Weighing the change', description, timestamp }],
      ...(tools.length === 0
        ? {}
        : {
            toolCalls: tools.map(({ name, args, output: result }, index) => ({
              id: `${name}-${messages.length}-${index}`,
              name,
              args,
              result: [{ functionResponse: { id: `${name}-${messages.length}-${index}`, name, response: { output: result } } }],
              status: 'success',
              timestamp,
            })),
          }),
      model: 'gemini-2.5-pro',
      tokens: { input: context, output, cached, thoughts, tool: 0, total: context + output + thoughts },
    });
    cached = Math.floor(context / cacheBlock) * cacheBlock;
    context += output + tools.reduce((sum, tool) => sum + tokensOf(tool.output, 1), 0);
  };
  user('Write the release note for this week from the log.');
  const log = Array.from({ length: 220 }, (_, index) => `commit ${index.toString(16).padStart(7, '0')} ${inventedProse(text, 1)}`).join(
    '\n',
  );
  answer('I read the log.', [
    { name: 'run_shell_command', args: { command: 'git log -220 --oneline', description: 'Read the log' }, output: log },
  ]);
  answer('', [{ name: 'read_file', args: { file_path: 'CHANGELOG.md' }, output: inventedModule(text, 8) }]);
  answer('', [
    {
      name: 'write_file',
      args: { file_path: 'CHANGELOG.md', content: inventedProse(text, 14) },
      output: 'Successfully overwrote file: CHANGELOG.md.',
    },
  ]);
  answer(inventedProse(text, 3));
  user('Shorter, please.');
  answer('', [
    {
      name: 'write_file',
      args: { file_path: 'CHANGELOG.md', content: inventedProse(text, 6) },
      output: 'Successfully overwrote file: CHANGELOG.md.',
    },
  ]);
  answer(inventedProse(text, 1));
  const document = {
    sessionId: 'c0ffee00-0000-4000-8000-000000000313',
    projectHash: '5lackwater'.padEnd(64, '0'),
    startTime: new Date(start).toISOString(),
    lastUpdated: new Date(now).toISOString(),
    messages,
  };
  return [{ path: '.gemini/tmp/5lackwater/chats/session-2026-03-13T10-20-c0ffee00.json', lines: [JSON.stringify(document, undefined, 1)] }];
}
