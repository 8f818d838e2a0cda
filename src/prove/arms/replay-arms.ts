import { tokens } from '../../base/units.ts';
import type { Edit } from '../edits/edit.ts';
import type { ChatRequest } from '../endpoints/endpoint.ts';
import type { Arm } from './arm.ts';

/** Recorded requests by task, sent again as they were and with an edit applied. `recordedOutput`: mean of their responses. */
export function replayArms(requests: ReadonlyMap<string, ChatRequest>, edit: Edit, recordedOutput?: number): [Arm, Arm] {
  const outputs = Array.from(requests.values(), ({ maxOutput }) => maxOutput as number);
  const expectedOutput = tokens(Math.max(1, Math.round(recordedOutput ?? Math.min(...outputs) / 4)));
  const arm = (name: string, description: string, change: (request: ChatRequest) => ChatRequest): Arm => ({
    name,
    description,
    expectedOutput,
    prepare(task, seed) {
      const recorded = requests.get(task.id);
      return recorded === undefined ? undefined : { request: { ...change(recorded), seed } };
    },
  });
  return [
    arm('as it was', 'the recorded requests', (request) => request),
    arm(edit.name, edit.description, (request) => edit.apply(request)),
  ];
}
