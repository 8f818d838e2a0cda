import { capturesFolder } from './captures/captures-folder.ts';
import { readCaptures } from './captures/read-captures.ts';
import type { EntrySink, ReadPosition, Source, SourceFile, SourceHome } from './source.ts';

const archive = /^\s*\{\s*"(?:log|lhar)"\s*:\s*\{/;
const lharSession = /^\{"type":"session","trace_id":/;
/** The name of a request, or of the request's own fields beside a response. */
const asked = /"(?:request(?:_body|Body|_json)?|req)"\s*:\s*[{"]/;
const answered = /"(?:response(?:_body|Body|_json)?|res)"\s*:\s*[{"[n]/;
/** What every dialect's request holds, as JSON or as JSON in a string. */
const prompt = /\\?"(?:messages|contents|input)\\?"\s*:\s*[[{\\"]/;

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
    if (!/^\s*[{[]/.test(head) || /^\{"type":"experiment"/.test(head)) return false;
    return prompt.test(head) && (asked.test(head) || answered.test(head));
  },
  // A request repeats what earlier ones hold: what is new in it is known only from the start of the file.
  rereads: 'whole',
  read: (file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition => readCaptures(file, sink),
};
