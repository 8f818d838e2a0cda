import { useEffect, useState } from 'preact/hooks';
import { TareError } from '../../src/base/tare-error.ts';
import type { PieceRequest } from '../../src/show/answers/timeline-answer.ts';
import type { Zoom } from '../layout/icicle.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { asIfNamed } from '../state/as-if-state.ts';
import { filter, filterCommand } from '../state/filter-state.ts';
import { orderOf, unitOf } from '../state/icicle-orders.ts';
import { place, setOption } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { useSettled } from '../state/use-settled.ts';
import { EmptyNotice, ErrorNotice, Waiting } from '../widgets/notice.tsx';
import { Receipt } from '../widgets/receipt.tsx';
import { SegmentPanel } from '../widgets/segment-panel.tsx';
import { TimelineBrush } from '../widgets/timeline-brush.tsx';
import { TokensPage } from './tokens-page.tsx';

function zoomOf(text: string | undefined): Zoom | undefined {
  const [from, to] = (text ?? '').split('-').map(Number);
  return from !== undefined && to !== undefined && to > from ? { from, to } : undefined;
}

/** Screen 2. */
export function TokensScreen({ client, version }: { readonly client: AnswerClient; readonly version: number }) {
  const { options } = place.value;
  const unit = unitOf(options['unit']);
  const named = unit === 'gpu' ? { asIf: asIfNamed.value } : {};
  const order = orderOf(options['order']);
  const zoom = zoomOf(useSettled(options['zoom'], 180));
  const [picked, setPicked] = useState<number | undefined>(undefined);
  const pixels = Math.min(4000, Math.max(600, Math.round(globalThis.innerWidth)));
  const { answer, error, loading } = useAnswer(
    client,
    'icicle',
    { filter: filter.value, order, unit, pixels, ...named, ...(zoom === undefined ? {} : { zoom }) },
    version,
  );
  useEffect(() => setPicked(undefined), [order, unit, options['zoom']]);
  const { segment } = options;
  const [problem, setProblem] = useState<TareError | undefined>(undefined);
  const pick = async (names: PieceRequest['names']): Promise<void> => {
    setProblem(undefined);
    try {
      const found = await client.ask('piece', { filter: filter.value, names }, new AbortController().signal);
      setOption('segment', found.segment ?? '', 'replace');
    } catch (thrown) {
      if (!TareError.isInstance(thrown)) throw thrown;
      setProblem(thrown);
    }
  };
  return (
    <>
      <main class={loading && answer !== undefined ? 'dimmed' : ''} aria-busy={loading}>
        {error !== undefined && <ErrorNotice error={error} />}
        {answer === undefined && error === undefined && <Waiting what="Nesting" />}
        {answer !== undefined && answer.total === 0 && (
          <>
            <TimelineBrush client={client} version={version} request={{ unit, ...named }} />
            <EmptyNotice title="No call in this period">
              <p>Drag over other days above, double-click for all, or run tare doctor to see where it looked.</p>
            </EmptyNotice>
          </>
        )}
        {answer !== undefined && answer.total > 0 && (
          <TokensPage
            answer={answer}
            brush={<TimelineBrush client={client} version={version} request={{ unit, ...named }} />}
            picked={picked}
            onZoom={(next) => setOption('zoom', next === undefined ? '' : `${next.from}-${next.to}`, 'replace')}
            onPick={(box, names) => {
              setPicked(box);
              void pick(names);
            }}
          />
        )}
        {problem !== undefined && <ErrorNotice error={problem} />}
        {segment !== undefined && segment !== '' && (
          <SegmentPanel client={client} segment={segment} gross={unit === 'tokens' ? answer?.total : undefined} version={version} />
        )}
      </main>
      <Receipt
        command={['tare weigh', filterCommand.value, unit === 'gpu' ? `--as-if ${asIfNamed.value.model}@${asIfNamed.value.gpu}` : '']
          .filter((part) => part !== '')
          .join(' ')}
        reading=""
      />
    </>
  );
}
