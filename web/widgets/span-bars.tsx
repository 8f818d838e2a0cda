import { formatIn } from './quantity.ts';
import type { SessionRun } from '../../src/show/answers/session-answer.ts';
import { formatPlace, place } from '../state/location.ts';

const shown = 12;

/** The heaviest segments of a run over the calls that carried them, on the axis of the picture above. */
export function SpanBars({ run }: { readonly run: SessionRun }) {
  const calls = Math.max(1, run.calls.length);
  return (
    <section>
      <div class="head">
        <h2>
          Heaviest over their life <small>tokens × calls that carried them</small>
        </h2>
      </div>
      <ol class="spans">
        {run.spans.slice(0, shown).map((span) => {
          const name = [span.tool ?? span.kind, span.target ?? span.label].filter((part) => part !== null).join(' ');
          const left = (span.firstCall / calls) * 100;
          const width = ((span.lastCall - span.firstCall + 1) / calls) * 100;
          return (
            <li key={span.segment}>
              <span
                class={span.kind === 'unseen' ? 'span-bar hatched' : 'span-bar'}
                style={{
                  left: `${left}%`,
                  width: `${Math.max(0.6, width)}%`,
                  ...(span.kind === 'unseen'
                    ? {}
                    : {
                        background: `color-mix(in oklab, var(--${span.kind === 'image' ? 'document' : span.kind}) 38%, var(--paper))`,
                        borderColor: `var(--${span.kind === 'image' ? 'document' : span.kind})`,
                      }),
                }}
              />
              <a
                class="span-text"
                style={
                  left > 55
                    ? { right: `${100 - left + 0.5}%`, left: 'auto', maxWidth: `${left - 1}%` }
                    : { left: `calc(${left}% + 6px)`, maxWidth: `calc(${100 - left}% - 8px)` }
                }
                href={formatPlace({ screen: 'tokens', subject: undefined, options: { ...place.value.options, segment: span.segment } })}
              >
                <b>{name.length > 44 ? `…${name.slice(-43)}` : name}</b> · {formatIn('tokens', span.tokens)} ×{' '}
                {span.lastCall - span.firstCall + 1} = {formatIn('tokens', span.weight)}
                {span.usd === null ? '' : ` · ${formatIn('usd', span.usd)}`}
                {span.line === null ? '' : ` · line ${span.line}`}
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
