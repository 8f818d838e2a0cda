import { expect, test } from 'vitest';
import { shellUse } from './shell-command.ts';
import { mcpServer, toolUse } from './tool-use.ts';

const use = (name: string, input: Record<string, unknown>) => toolUse({ call: 'c', name, input });

test('a plain command that shows one file is a read of it, with the lines it shows', () => {
  expect(shellUse("sed -n '120,240p' src/window.ts")).toEqual({ action: 'read', target: 'src/window.ts', range: '120-240' });
  expect(shellUse('cat "docs/a file.md"')).toEqual({ action: 'read', target: 'docs/a file.md' });
  expect(shellUse('nl -ba src/a.ts | sed -n 1,40p')).toEqual({ action: 'read', target: 'src/a.ts', range: '1-40' });
  expect(shellUse('head -n 20 a.log')).toEqual({ action: 'read', target: 'a.log', range: '1-20' });
});

test('a search is a search; several steps, globs and options are a run', () => {
  expect(shellUse('rg -n "tide" src').action).toBe('search');
  for (const command of ['cat a.ts && rm a.ts', 'cat *.ts', 'cat -A a.ts b.ts', 'npm test', 'rg tide | wc -l']) {
    expect(shellUse(command).action).toBe('run');
  }
  expect(shellUse('x'.repeat(5_000)).target).toHaveLength(200);
});

test('what a tool works on is read from its arguments, whatever the agent calls them', () => {
  expect(use('read_file', { absolute_path: '/a.ts', offset: 10, limit: 5 })).toMatchObject({
    action: 'read',
    target: '/a.ts',
    range: '10-14',
  });
  expect(use('view', { path: '/a.ts', view_range: [3, 9] })).toMatchObject({ action: 'read', range: '3-9' });
  expect(use('write', { filePath: '/a.ts', content: '' })).toMatchObject({ action: 'write', target: '/a.ts' });
  expect(use('shell', { command: ['bash', '-lc', 'cat a.ts'] })).toMatchObject({ action: 'read', target: 'a.ts' });
  expect(use('mcp__github__create_issue', { title: 'x' })).toMatchObject({ action: 'other', server: 'github' });
  expect(use('bash', { command: 5 })).toEqual({ call: 'c', name: 'bash', action: 'run' });
});

test('a patch is an edit of its first file, or writes it where it is new', () => {
  const patch = '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-a\n+b\n*** End Patch';
  expect(toolUse({ call: 'c', name: 'apply_patch', patch })).toMatchObject({ action: 'edit', target: 'src/a.ts' });
  expect(toolUse({ call: 'c', name: 'apply_patch', patch: patch.replace('Update', 'Add') })).toMatchObject({ action: 'write' });
  expect(mcpServer('mcp__codex_apps__list')).toBe('codex_apps');
});
