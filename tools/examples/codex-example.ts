import type { Random } from '../../src/base/random.ts';
import type { ExampleFile } from './claude-examples.ts';
import { inventedModule, inventedProse, inventedTestRun } from './invented-project.ts';
import { tokensOf } from './token-count.ts';

const start = Date.parse('2026-03-12T08:30:10Z');
const thread = '019ce0fa-3b10-7c41-9d02-5a1be07c9f10';
/** Tool schemas that the rollout does not show. */
const unseen = 3_900;
const cacheBlock = 128;

/** Thursday: Codex makes the almanac faster; a long test output is carried to the end. */
export function codexExample(random: Random): ExampleFile[] {
  const lines: string[] = [];
  const text = random.fork('text');
  const total = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, reasoning_output_tokens: 0, total_tokens: 0 };
  let now = start;
  let context = unseen;
  let cached = 0;
  let calls = 0;
  const write = (type: string, payload: Record<string, unknown>): void => {
    lines.push(JSON.stringify({ timestamp: new Date(now).toISOString(), type, payload }));
  };
  const say = (role: string, content: string): void => {
    write('response_item', { type: 'message', role, content: [{ type: 'input_text', text: content }] });
    context += tokensOf(content, 1) + 4;
  };
  const call = (
    answer: string | undefined,
    tools: readonly { readonly name: string; readonly input: string; readonly output: string }[],
  ): void => {
    const reasoning = 60 + Math.floor(random.next() * 400);
    now += 4_000 + reasoning * 12;
    write('response_item', { type: 'reasoning', summary: [], encrypted_content: 'gAAAAAB' + 'x'.repeat(reasoning * 4) });
    let visible = 0;
    if (answer !== undefined) {
      write('response_item', {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: answer }],
        phase: tools.length === 0 ? 'final_answer' : 'commentary',
      });
      visible += tokensOf(answer, 1);
    }
    const ids = tools.map(({ name, input }, index) => {
      const id = `call_${calls}_${index}`;
      write(
        'response_item',
        name === 'apply_patch'
          ? { type: 'custom_tool_call', status: 'completed', call_id: id, name, input }
          : { type: 'function_call', name, arguments: input, call_id: id },
      );
      visible += 20 + tokensOf(input, 1);
      return id;
    });
    const billed = { input: context, cached, output: visible + reasoning };
    context += billed.output;
    for (const [index, { name, output }] of tools.entries()) {
      now += 900;
      const type = name === 'apply_patch' ? 'custom_tool_call_output' : 'function_call_output';
      write('response_item', { type, call_id: ids[index], output });
      context += tokensOf(output, 1);
    }
    const last = {
      input_tokens: billed.input,
      cached_input_tokens: billed.cached,
      output_tokens: billed.output,
      reasoning_output_tokens: reasoning,
      total_tokens: billed.input + billed.output,
    };
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += last[name];
    write('event_msg', {
      type: 'token_count',
      info: { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 258_400 },
    });
    cached = Math.floor(billed.input / cacheBlock) * cacheBlock;
    calls++;
  };
  const command = (cmd: string, output: string) => ({
    name: 'exec_command',
    input: JSON.stringify({ cmd, workdir: '/home/mara/slackwater', max_output_tokens: 12_000 }),
    output: `Chunk ID: ${calls}a\nWall time: 0.4000 seconds\nProcess exited with code 0\nOutput:\n${output}`,
  });
  const instructions = `You work in a repository together with a person. ${inventedProse(text, 40)}`;
  context += tokensOf(instructions, 1);
  write('session_meta', {
    id: thread,
    timestamp: new Date(start).toISOString(),
    cwd: '/home/mara/slackwater',
    originator: 'codex-tui',
    cli_version: '0.140.0',
    source: 'cli',
    model_provider: 'openai',
    base_instructions: { text: instructions },
    git: { branch: 'faster-almanac' },
  });
  const turn = (id: string, question: string): void => {
    write('event_msg', { type: 'task_started', turn_id: id, started_at: Math.floor(now / 1000), model_context_window: 258_400 });
    write('turn_context', { turn_id: id, cwd: '/home/mara/slackwater', model: 'gpt-5.2-codex', effort: 'medium' });
    say('user', question);
    write('event_msg', { type: 'user_message', message: question });
  };
  const almanac = inventedModule(text, 18);
  turn('019ce0fa-4001-7a00-8000-00000000c001', 'The almanac takes 40 seconds for a year. Make it faster.');
  call('I measure first.', [command('npm run bench -- --verbose', inventedTestRun(text, 170, 0))]);
  call(undefined, [command("sed -n '1,220p' src/almanac.ts", almanac), command('rg -n "predict" src', inventedProse(text, 12))]);
  for (let round = 0; round < 6; round++) {
    const patch = `*** Begin Patch\n*** Update File: src/almanac.ts\n@@\n-  for (const station of stations) {\n+  for (const station of stations.slice(${round})) {\n*** End Patch`;
    call(round === 0 ? 'The moon is computed once per station; once per hour is enough.' : undefined, [
      { name: 'apply_patch', input: patch, output: 'Success. Updated the following files:\nM src/almanac.ts' },
    ]);
    call(undefined, [command('npm run bench', inventedTestRun(text, 14, 0))]);
  }
  call(`A year now takes 3 seconds. ${inventedProse(text, 2)}`, []);
  now += 8 * 60_000;
  turn('019ce102-1001-7a00-8000-00000000c002', 'Does the result differ from before?');
  call(undefined, [command("sed -n '1,220p' src/almanac.ts", almanac)]);
  call(`No. ${inventedProse(text, 3)}`, []);
  return [{ path: `.codex/sessions/2026/03/12/rollout-2026-03-12T08-30-10-${thread}.jsonl`, lines }];
}
