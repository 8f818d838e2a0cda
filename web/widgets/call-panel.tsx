import { formatCount } from '../../src/base/number-format.ts';
import type { Tier } from '../../src/call/tier.ts';
import type { ContextRow } from '../../src/show/answers/context-answer.ts';
import type { SessionAnswer, SessionCall, SessionRun } from '../../src/show/answers/session-answer.ts';
import { groupContext } from '../layout/context-groups.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { formatPlace, place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { KindSwatch } from './kind-key.tsx';
import { lossWords } from './loss-words.ts';
import { ErrorNotice } from './notice.tsx';
import { formatIn } from './quantity.ts';

const tierNames: Readonly<Record<Tier, string>> = {
  uncached: 'uncached',
  read: 'read',
  write5m: 'written 5m',
  write1h: 'written 1h',
  writeUnsplit: 'written',
  output: 'output',
};

/** Written although it had been there before: the cache was lost. */
const tierText = (tier: Tier, since: number, call: SessionCall): string =>
  call.loss !== null && since < call.index && tier !== 'read' && tier !== 'output' ? `${tierNames[tier]} again` : tierNames[tier];

function ContextTable({ rows, call }: { readonly rows: readonly ContextRow[]; readonly call: SessionCall }) {
  const groups = groupContext(rows);
  return (
    <table class="call-context">
      <thead>
        <tr>
          <th scope="col">in prompt order</th>
          <th scope="col" class="r">
            tok
          </th>
          <th scope="col">tier</th>
          <th scope="col" class="r">
            since
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group, index) => (
          <tr key={index} class={index > 0 && groups[index - 1]?.tier === 'read' && group.tier !== 'read' ? 'waterline' : ''}>
            <td class="nw">
              <KindSwatch kind={group.kind} /> {group.kind}
              {group.rows.length > 1 && <span class="soft"> × {group.rows.length}</span>}
            </td>
            <td class="r">{formatCount(group.tokens)}</td>
            <td class={group.tier === 'read' ? 'soft nw' : 'b nw'}>{tierText(group.tier, group.since, call)}</td>
            <td class="r">{group.since + 1}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EverySegment({ rows, run }: { readonly rows: readonly ContextRow[]; readonly run: string }) {
  return (
    <details class="behind">
      <summary>each of its {formatCount(rows.length)} segments</summary>
      <ol class="segments">
        {rows.map((row, index) => (
          <li key={index}>
            <KindSwatch kind={row.kind} />{' '}
            <a href={formatPlace({ screen: 'tokens', subject: undefined, options: { ...place.value.options, segment: row.segment, run } })}>
              {[row.tool ?? row.kind, row.target ?? row.label].filter((part) => part !== null).join(' ')}
            </a>{' '}
            <span class="soft nw">
              {formatCount(row.tokens)} {tierNames[row.tier]}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The exact context of one call in prompt order, with tiers that add up to the bill. */
export function CallPanel({
  client,
  version,
  session,
  run,
  call,
}: {
  readonly client: AnswerClient;
  readonly version: number;
  readonly session: SessionAnswer['session'];
  readonly run: SessionRun;
  readonly call: SessionCall;
}) {
  const chain = run.run.slice(session.length + 1);
  const { answer, error, loading } = useAnswer(client, 'context', { session, chain, call: call.index }, version);
  const placed = Object.values(call.byKind).reduce((sum, value) => sum + value, 0);
  return (
    <section aria-live="polite" aria-busy={loading}>
      <div class="head">
        <h2>
          Call {call.index + 1} of {run.calls.length}{' '}
          <small>{call.time === null ? 'time unknown' : new Date(call.time).toLocaleTimeString()}</small>
        </h2>
        {call.loss !== null && <span class="badge bad">cache lost</span>}
      </div>
      {call.loss !== null && (
        <p class="soft">
          {formatIn('tokens', call.loss.tokens)} were sent again because {lossWords(call.loss.cause)}
          {call.loss.usd === null ? '' : `: ${formatIn('usd', call.loss.usd)} more than reading them`}.
        </p>
      )}
      {error !== undefined && <ErrorNotice error={error} />}
      {answer !== undefined && <ContextTable rows={answer.rows} call={call} />}
      <p class="soft">
        {call.context === null ? 'Input not stated by the source.' : `${formatCount(call.context)} billed = ${formatCount(placed)} placed`}
        {call.output === null ? '' : `; ${formatCount(call.output)} written`}. {call.model ?? 'model unknown'}
        {call.usd === null ? ', unpriced' : `, ${formatIn('usd', call.usd)}`}.
      </p>
      {answer !== undefined && <EverySegment rows={answer.rows} run={run.run} />}
    </section>
  );
}
