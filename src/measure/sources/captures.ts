import { capturesFolder } from './captures/captures-folder.ts';
import { requestNames, responseNames } from './captures/captured-record.ts';
import { firstKeys } from './captures/first-keys.ts';
import { readCaptures } from './captures/read-captures.ts';
import type { EntrySink, ReadPosition, Source, SourceFile, SourceHome } from './source.ts';

const archive = /^\s*\{\s*"(?:log|lhar)"\s*:\s*\{/;
const lharSession = /^\{"type":"session","trace_id":/;
/** What every dialect's request holds, as JSON or as JSON in a text. */
const prompt = /\\?"(?:messages|contents|input)\\?"\s*:\s*(?:\[|\{|\\?")/;

/** Logs of requests and responses as proxies, browsers and middleware keep them. Forms: docs/sources.md. */
export const captures: Source = {
  name: 'captures',
  title: 'Captured requests',
  folders(home: SourceHome): readonly string[] {
    const folder = capturesFolder(home);
    return folder === undefined ? [] : [folder];
  },
  mayRead: (path) => /\.(?:jsonl|ndjson|json|har|lhar)$/i.test(path),
  detect(head) {
    if (archive.test(head) || lharSession.test(head)) return /"entries"|"trace_id"|"creator"/.test(head);
    if (!prompt.test(head)) return false;
    const keys = new Set(firstKeys(head));
    const hasAnswer = responseNames.some((name) => keys.has(name));
    return (
      requestNames.some((name) => keys.has(name)) ||
      (keys.has('raw') && keys.has('http')) ||
      (hasAnswer && (keys.has('messages') || keys.has('contents')))
    );
  },
  // A request repeats what earlier ones hold: what is new in it is known only from the start of the file.
  rereads: 'whole',
  read: (file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition => readCaptures(file, sink),
};
