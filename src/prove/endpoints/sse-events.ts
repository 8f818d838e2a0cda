/** One server-sent event. */
export interface SseEvent {
  readonly event?: string;
  readonly data: string;
}

/** A stream that breaks the rules of server-sent events, or holds what is not JSON. */
export class MalformedStream extends Error {}

const longestLine = 1 << 20;

/**
 * Events of a byte stream (HTML Standard, 9.2.6): lines end in LF, CRLF or CR, comments and unknown fields are passed
 * over, a character may be cut between chunks. An event that is not closed by an empty line is given all the same.
 * @throws {MalformedStream} on a line of more than 1 MiB
 */
export async function* sseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event: string | undefined;
  let data: string[] = [];
  const closed = (): SseEvent | undefined => {
    const made = data.length === 0 ? undefined : { data: data.join('\n'), ...(event === undefined ? {} : { event }) };
    event = undefined;
    data = [];
    return made;
  };
  const take = (line: string): SseEvent | undefined => {
    if (line === '') return closed();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    return undefined;
  };
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    // A CR at the end of a chunk may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() as string;
    if (rest.length > longestLine) throw new MalformedStream('a line of more than 1 MiB');
    for (const line of lines) {
      const made = take(line);
      if (made !== undefined) yield made;
    }
  }
  const last = rest.replace(/\r$/, '');
  const made = (last === '' ? undefined : take(last)) ?? closed();
  if (made !== undefined) yield made;
}
