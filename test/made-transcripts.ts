import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isoTime = (step: number): string => new Date(Date.UTC(2026, 0, 5, 8) + step * 20_000).toISOString();

/** Lines of one made-up Claude Code session: a question, a tool call, its result and an answer, again and again. */
export function madeSession(name: string, turns: number, firstTurn = 0): string {
  const lines: string[] = [];
  const sessionId = `00000000-0000-4000-8000-${name.padStart(12, '0')}`;
  const common = {
    sessionId,
    isSidechain: false,
    cwd: `/home/someone/${name}`,
    version: '2.1.63',
    gitBranch: 'main',
    userType: 'external',
  };
  const idOf = (step: number): string => `${name}-${step}`;
  const add = (step: number, line: object): void => {
    const parentUuid = step === 0 ? null : idOf(step - 1);
    lines.push(JSON.stringify({ parentUuid, ...common, uuid: idOf(step), timestamp: isoTime(step), ...line }));
  };
  const respond = (step: number, context: number, content: object, output: number): void =>
    add(step, {
      type: 'assistant',
      requestId: `req_${name}_${step}`,
      message: {
        id: `msg_${name}_${step}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-5-20250929',
        content: [content],
        stop_reason: 'end_turn',
        usage: { input_tokens: 3, cache_read_input_tokens: context, cache_creation_input_tokens: 120, output_tokens: output },
      },
    });
  for (let turn = firstTurn; turn < firstTurn + turns; turn++) {
    const step = turn * 4;
    add(step, {
      type: 'user',
      message: { role: 'user', content: `Question ${turn} of ${name}: what does the parser do with a half line?` },
    });
    const input = { file_path: `/home/someone/${name}/part-${turn}.ts` };
    respond(step + 1, 9000 + turn * 400, { type: 'tool_use', id: `toolu_${name}_${turn}`, name: 'Read', input }, 60);
    const content = Array.from({ length: 20 }, (_, line) => `${line + 1}: const value${line} = ${turn * line};`).join('\n');
    add(step + 2, {
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: `toolu_${name}_${turn}`, content }] },
    });
    respond(step + 3, 9200 + turn * 400, { type: 'text', text: `It keeps it until the rest comes. (${turn})` }, 30);
  }
  return `${lines.join('\n')}\n`;
}

/** Writes sessions as Claude Code lays them out below `home`, and returns their files. */
export function writeMadeSessions(home: string, sessions: number, turns: number): readonly string[] {
  return Array.from({ length: sessions }, (_, index) => {
    const folder = join(home, '.claude', 'projects', `-home-someone-${index % 5}`);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${index}.jsonl`);
    writeFileSync(file, madeSession(String(index), turns));
    return file;
  });
}

export function appendTurns(file: string, name: string, turns: number, firstTurn: number): void {
  appendFileSync(file, madeSession(name, turns, firstTurn));
}
