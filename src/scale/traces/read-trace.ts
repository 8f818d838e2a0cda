import { gunzipSync } from 'node:zlib';
import { TareError } from '../../base/tare-error.ts';
import { readCsvTrace } from './csv-trace.ts';
import { readJsonLinesTrace } from './json-lines-trace.ts';
import type { Trace } from './trace.ts';

/** Bytes of a file, unpacked where they are gzip. @throws {TareError} `bad-trace` on a damaged archive */
export function unpacked(content: Uint8Array, place: string): Uint8Array {
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  try {
    return gunzipSync(content);
  } catch (cause) {
    throw new TareError({ code: 'bad-trace', message: `${place}: the gzip data are damaged`, hint: 'Fetch the file again.', cause });
  }
}

/** Reads a trace of requests, plain or gzip, CSV or JSONL; `place` names it in errors. */
export function readTrace(content: Uint8Array, options: { readonly place: string; readonly sort?: boolean }): Trace {
  const text = new TextDecoder().decode(unpacked(content, options.place));
  const start = text.slice(0, 200).trimStart();
  const settings = { place: options.place, sort: options.sort ?? false };
  return start.startsWith('{') ? readJsonLinesTrace(text, settings) : readCsvTrace(text, settings);
}
