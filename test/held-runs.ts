import type { HeldRun } from '../src/call/held-run.ts';
import type { RunId } from '../src/call/run-id.ts';
import type { SegmentId, ToolUse } from '../src/call/segment.ts';
import { numberOfTier } from '../src/call/tier.ts';
import type { Placement, SegmentWeight, WeighedCall } from '../src/call/weighing.ts';
import { ContextItem } from '../src/weigh/attribution/context-item.ts';
import { PlacementWriter } from '../src/weigh/attribution/placement-writer.ts';

/** What is known of a segment besides its placements. */
export type SegmentNames = Pick<SegmentWeight, 'segment' | 'label' | 'tool' | 'server' | 'target'>;

function itemOf({ segment: id, kind }: Placement, names: SegmentNames | undefined): ContextItem {
  if (names === undefined) return new ContextItem(id, kind);
  const { label, tool: name, server, target } = names;
  const tool: ToolUse = { ...(name && { name }), ...(server && { server }), ...(target && { target }) };
  return new ContextItem(id, kind, { id, kind, part: '', tool, ...(label && { label }) });
}

/** Placements made by hand, as the runs of these calls hold them. */
export function heldRuns(
  calls: readonly WeighedCall[],
  placements: readonly Placement[],
  names: readonly SegmentNames[] = [],
): readonly HeldRun[] {
  const runs = [...new Set(calls.map((call): RunId => call.run))];
  return runs.map((run) => {
    const writer = new PlacementWriter(run);
    const items = new Map<SegmentId, ContextItem>();
    for (const placement of placements) {
      if (placement.run !== run) continue;
      let item = items.get(placement.segment);
      if (item === undefined) {
        item = itemOf(
          placement,
          names.find(({ segment }) => segment === placement.segment),
        );
        items.set(placement.segment, item);
      }
      writer.write(item, numberOfTier(placement.tier), placement.from, placement.to, placement.position, placement.tokens);
    }
    return writer.heldIn(calls.filter((call) => call.run === run).sort((a, b) => a.index - b.index));
  });
}
