import { tokens } from '../../../base/units.ts';
import { hashText } from '../../../base/content-hash.ts';
import { mainChain, type EntryKey, type SessionId } from '../../../call/entry.ts';
import { makeStatedTotal } from '../../../call/make-entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { makeUsage } from '../../../call/usage.ts';
import { asFields } from '../common/shaped-lines.ts';
import type { Fields } from '../common/fields.ts';
import type { EntrySink } from '../source.ts';
import { readTokens } from './message-tokens.ts';

/** `gemini --output-format json` states the exact bill of a run by model. */
export function emitHeadlessStats(document: Fields, location: SourceLocation, sink: EntrySink): void {
  const models = document.fields('stats')?.fields('models');
  if (models === undefined) return;
  const id = document.name('session_id') ?? hashText(JSON.stringify(document.record));
  for (const model of Object.keys(models.record)) {
    const stated = asFields(models.record[model], models.pathOf(model)).fields('tokens');
    if (stated === undefined) continue;
    const usage = readTokens(stated, { input: 'prompt', output: 'candidates' });
    sink.entry(
      makeStatedTotal({
        key: `gemini-cli:${id}/stats:${model}` as EntryKey,
        source: 'gemini-cli',
        session: `gemini-cli:${id}` as SessionId,
        chain: mainChain,
        parent: 'previous',
        location,
        model,
        usage: makeUsage({ ...usage, output: usage.output ?? tokens(0) }),
      }),
    );
  }
}
