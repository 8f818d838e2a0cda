import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { TareError } from '../../base/tare-error.ts';
import type { CaseDocument } from '../../judge/case/read-case.ts';
import { packageFolder } from '../package-folder.ts';

/** The case that stands in the package. */
const builtInCase = 'anthropic-spacex';
const casesFolder = fileURLToPath(new URL('cases/', packageFolder));
const builtInCaseFolder = join(casesFolder, builtInCase);

const largestFile = 4 * 1024 * 1024;
const mostFiles = 200;

/** Reads one YAML file. Tags and aliases that could build anything but plain data are refused by the core schema. */
function readCaseDocument(path: string, shownAs: string): CaseDocument {
  if (statSync(path).size > largestFile) {
    throw new TareError({
      code: 'case-file-too-large',
      message: `${shownAs}: larger than 4 MB`,
      hint: 'a case is text; keep data elsewhere and cite it',
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, prettyErrors: false, schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new TareError({
      code: 'unreadable-yaml',
      message: `${shownAs}:${line}:${col}: ${error.message}`,
      hint: 'quote texts that hold ": " or begin with a bracket, and indent by spaces',
    });
  }
  return {
    file: shownAs,
    value: document.toJS({ maxAliasCount: 100 }),
    lineOf: (path_) => {
      for (let length = path_.length; length >= 0; length--) {
        const node = length === 0 ? document.contents : document.getIn(path_.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : yamlFilesIn(path);
      return entry.isFile() && isYaml(entry.name) ? [path] : [];
    });
}

function readFolder(folder: string, workingDirectory: string): CaseDocument[] {
  const paths = yamlFilesIn(folder);
  if (paths.length > mostFiles) {
    throw new TareError({
      code: 'too-many-case-files',
      message: `${folder}: ${paths.length} YAML files`,
      hint: 'name the folder of one case',
    });
  }
  if (paths.length === 0) {
    throw new TareError({
      code: 'empty-case',
      message: `${folder}: no .yaml file`,
      hint: 'a case is a folder of YAML files; "tare check --new my-case" writes one',
    });
  }
  // Paths shown from the case's own folder keep the answer the same wherever the case lies.
  const shown = (path: string): string =>
    folder === builtInCaseFolder ? join('cases', builtInCase, relative(folder, path)) : relative(workingDirectory, path) || basename(path);
  return paths.map((path) => readCaseDocument(path, shown(path)));
}

/** Files of the case that a person named: a folder, a file that extends a case, or nothing for the built-in one. */
export function readCaseFiles(named: string | undefined, workingDirectory: string): CaseDocument[] {
  if (named === undefined) return readFolder(builtInCaseFolder, workingDirectory);
  const path = resolve(workingDirectory, named);
  if (!existsSync(path)) {
    throw new TareError({
      code: 'no-such-case',
      message: `${named}: no such file or folder, and no claim of the built-in case`,
      hint: `claims are C1 to C14; "tare check --new ${basename(named)}" writes a case to start from`,
    });
  }
  if (statSync(path).isDirectory()) return readFolder(path, workingDirectory);
  const document = readCaseDocument(path, relative(workingDirectory, path) || named);
  const base = extendedBy(document.value);
  if (base === undefined) return [document];
  if (base === builtInCase) return [...readFolder(builtInCaseFolder, workingDirectory), document];
  const folder = dirname(path);
  return [...readFolder(folder, workingDirectory).filter(({ file }) => resolve(workingDirectory, file) !== path), document];
}

function extendedBy(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('case' in value)) return undefined;
  const header = value.case;
  return typeof header === 'object' && header !== null && 'extends' in header && typeof header.extends === 'string'
    ? header.extends
    : undefined;
}
