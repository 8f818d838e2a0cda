import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageOwners, pureFolders, rooms, socketOwners, webMayImport, webMayImportTypes, type Room } from './rooms.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const importPattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
const socketPackages = new Set([
  'node:net',
  'node:http',
  'node:https',
  'node:http2',
  'node:tls',
  'node:dgram',
  'hono',
  '@hono/node-server',
]);
const hardLineLimit = 400;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const roomOf = (file: string): Room | undefined => rooms.find((room) => file.startsWith(`src/${room}/`));

function problemsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const isTest = /\.test\.tsx?$/.test(file);
  const problems: string[] = [];
  const lines = text.split('\n').length;
  if (lines > hardLineLimit) problems.push(`${file}: ${lines} lines; at most ${hardLineLimit}, one noun a file`);
  const pure = !isTest && pureFolders.some((folder) => file.startsWith(folder));
  for (const match of text.matchAll(importPattern)) {
    const typeOnly = match[1] !== undefined;
    const specifier = (match[2] ?? match[3]) as string;
    if (specifier.startsWith('.')) {
      const target = relative(root, resolve(root, dirname(file), specifier))
        .split(sep)
        .join('/');
      const from = roomOf(file);
      const to = roomOf(target);
      if (from !== undefined && to !== undefined && rooms.indexOf(to) > rooms.indexOf(from)) {
        problems.push(`${file}: ${from} imports ${to} (${specifier}), which comes after it`);
      }
      if (from !== undefined && !target.startsWith('src/') && !isTest) problems.push(`${file}: imports ${target}, outside src/`);
      if (file.startsWith('web/') && target.startsWith('src/') && !isTest) {
        const allowed =
          webMayImport.some((place) => target.startsWith(place)) ||
          (typeOnly && webMayImportTypes.some((place) => target.startsWith(place)));
        if (!allowed) problems.push(`${file}: the page may not import ${target}`);
      }
      continue;
    }
    if (isTest || !file.startsWith('src/')) continue;
    if (pure && specifier.startsWith('node:')) problems.push(`${file}: a pure room imports ${specifier}`);
    const owner = packageOwners.find((rule) => specifier === rule.package || specifier.startsWith(`${rule.package}/`));
    if (owner !== undefined && !file.startsWith(owner.owner)) problems.push(`${file}: only ${owner.owner} imports ${owner.package}`);
    if (socketPackages.has(specifier) && !typeOnly && !socketOwners.some((place) => file.startsWith(place))) {
      problems.push(`${file}: opens sockets (${specifier}) outside ${socketOwners.join(', ')}`);
    }
  }
  if (pure && /\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)|\bprocess\./.test(text))
    problems.push(`${file}: a pure room reads the clock, chance or the process`);
  const writes = !isTest && file.startsWith('src/') && !file.startsWith('src/cli/') && /\bconsole\.|process\.std(?:out|err)\b/.test(text);
  if (writes) problems.push(`${file}: only cli writes to the terminal`);
  return problems;
}

const files = ['src', 'web', 'test', 'tools', 'bench'].flatMap(sourceFiles);
const problems = files.flatMap(problemsOf);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`rooms: ${files.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
