import { median } from '../src/base/statistics.ts';
import { gpuNamed } from '../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../src/scale/hardware/model-named.ts';
import { planWorkload, type PlanRequest } from '../src/scale/plan/plan-workload.ts';

const request: PlanRequest = {
  model: modelNamed('deepseek-r1'),
  gpu: gpuNamed('h200'),
  engine: { name: 'vllm', quantisation: 'fp8' },
  shape: { inputTokens: 3000, outputTokens: 800 },
  requestsPerSecond: 50,
  objective: { timeToFirstToken: 2, timePerOutputToken: 0.05, percentile: 'p90' },
  lengthVariation: 0.5,
};
const runs = 50;
const times: number[] = [];
for (let run = 0; run < runs; run++) {
  const start = performance.now();
  planWorkload({ ...request, requestsPerSecond: 50 + run });
  times.push(performance.now() - start);
}
process.stdout.write(
  `plan of deepseek-r1 on h200, all layouts: first ${times[0]?.toFixed(1)} ms, median ${median(times).toFixed(1)} ms of ${runs}\n`,
);
