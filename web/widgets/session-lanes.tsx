import type { SessionRun } from '../../src/show/answers/session-answer.ts';
import type { ContextColumn } from '../layout/context-columns.ts';
import { runSpan, stackLanes, turnSpans } from '../layout/session-lanes.ts';
import { setOption } from '../state/location.ts';
import { formatIn } from './quantity.ts';

const costHeight = 34;
const laneHeight = 18;
const costTop = 16;

/** Cost, turns and sub-agents on the axis of the picture above. */
export function SessionLanes({
  run,
  others,
  columns,
  width,
  selected,
}: {
  readonly run: SessionRun;
  readonly others: readonly SessionRun[];
  readonly columns: readonly ContextColumn[];
  readonly width: number;
  readonly selected: number;
}) {
  const costOf = (column: ContextColumn): number =>
    run.calls.slice(column.first, column.last + 1).reduce((most, call) => Math.max(most, call.usd ?? 0), 0);
  const dearest = Math.max(0, ...columns.map(costOf));
  const turns = turnSpans(run.calls, columns);
  const agents = stackLanes(
    others.flatMap((other) => {
      const span = runSpan(other, run.calls, columns);
      return span === undefined ? [] : [{ ...span, run: other }];
    }),
  );
  const lanes = Math.max(0, ...agents.map(({ lane }) => lane + 1));
  const turnTop = costTop + (dearest === 0 ? 0 : costHeight + 6);
  const agentTop = turnTop + laneHeight + 4;
  const axisTop = agentTop + lanes * (laneHeight + 3);
  const chosen = columns.find((column) => column.first <= selected && selected <= column.last);
  return (
    <svg
      class="lanes"
      width={width}
      height={axisTop + 20}
      role="img"
      aria-label={`${turns.length} turns, ${agents.length} sub-agents on the same axis`}
    >
      {dearest > 0 && (
        <text x={width} y="11" text-anchor="end" class="soft">
          at most {formatIn('usd', dearest)} a call
        </text>
      )}
      {dearest > 0 &&
        columns.map((column) => {
          const tall = (costOf(column) / dearest) * costHeight;
          return (
            <rect
              key={column.first}
              x={column.x}
              y={costTop + costHeight - tall}
              width={column.width}
              height={tall}
              fill={column.lost ? 'var(--tare)' : 'var(--edge)'}
            />
          );
        })}
      {turns.map((turn) => (
        <g key={turn.x}>
          <rect x={turn.x} y={turnTop} width={Math.max(1, turn.width)} height={laneHeight - 3} fill="var(--sunk)" stroke="var(--rule)" />
          {turn.width > 52 && (
            <text x={turn.x + 4} y={turnTop + 11.5} class="soft">
              {turn.name}
            </text>
          )}
        </g>
      ))}
      {agents.map((agent) => (
        <g key={agent.run.run} class="agent" onClick={() => setOption('run', agent.run.run)}>
          <rect
            x={agent.x}
            y={agentTop + agent.lane * (laneHeight + 3)}
            width={agent.width}
            height={laneHeight}
            rx="6"
            fill="var(--sheet)"
            stroke="var(--ink)"
          >
            <title>{`${agent.name}: ${agent.run.calls.length} calls, ${formatIn('tokens', agent.run.tokens)}`}</title>
          </rect>
          {agent.width > agent.name.length * 6 + 12 && (
            <text x={agent.x + 6} y={agentTop + agent.lane * (laneHeight + 3) + 13}>
              {agent.name}
            </text>
          )}
        </g>
      ))}
      <text x="0" y={axisTop + 13} class="soft">
        call 1
      </text>
      <text x={width} y={axisTop + 13} text-anchor="end" class="soft">
        {run.calls.length}
      </text>
      {chosen !== undefined && (
        <g>
          <rect
            x={Math.max(0, Math.min(width - 30, chosen.x + chosen.width / 2 - 15))}
            y={axisTop + 1}
            width="30"
            height="16"
            rx="3"
            fill="var(--focus)"
          />
          <text x={Math.max(15, Math.min(width - 15, chosen.x + chosen.width / 2))} y={axisTop + 13} text-anchor="middle">
            <tspan style={{ fill: 'var(--paper)', fontWeight: 650 }}>{selected + 1}</tspan>
          </text>
        </g>
      )}
    </svg>
  );
}
