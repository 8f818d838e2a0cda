import type { AnswerClient } from '../state/answer-client.ts';
import type { SegmentId } from '../../src/call/segment.ts';
import { formatCount } from '../../src/base/number-format.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ErrorNotice } from './notice.tsx';

const linesShown = 400;

/** A segment's text as it stands in its source now, with line numbers. Text is only ever a text node. */
export function TextPanel({
  client,
  segment,
  version,
}: {
  readonly client: AnswerClient;
  readonly segment: string;
  readonly version: number;
}) {
  const { answer, error } = useAnswer(client, 'text', { segment: segment as SegmentId }, version);
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (answer === undefined) return <p class="soft">Reading the source…</p>;
  if (answer.state === 'hidden') return <p class="soft">{answer.why}</p>;
  const where = `${answer.file}:${answer.line}`;
  if (answer.state === 'gone') {
    return (
      <p class="soft">
        <span class="mono">{where}</span>: {answer.why}
      </p>
    );
  }
  const lines = answer.text.split('\n');
  return (
    <section aria-label="text of the segment">
      <div class="head">
        <h2 class="mono" title={where}>
          …/{answer.file.split(/[\\/]/).at(-1)}:{answer.line}
        </h2>
        <small class="soft">{formatCount(answer.text.length)} characters, read from the source now</small>
      </div>
      <pre class="box text-lines" tabIndex={0}>
        {lines.slice(0, linesShown).map((line, index) => (
          <span key={index} class="text-line">
            <i>{index + 1}</i>
            {line}
            {'\n'}
          </span>
        ))}
        {(lines.length > linesShown || answer.truncated) && (
          <span class="soft">… {formatCount(Math.max(0, lines.length - linesShown))} more lines in the source</span>
        )}
      </pre>
    </section>
  );
}
