import { parentPort, workerData } from 'node:worker_threads';
import { assertExists } from '../../base/assert.ts';
import type { Scenario } from '../fleet/scenario.ts';
import { runUnit, type SimulationUnit } from '../fleet/simulation-unit.ts';

const port = assertExists(parentPort, 'a simulation worker runs in a thread');
const scenario = workerData as Scenario;
port.on('message', (unit: SimulationUnit) => port.postMessage(runUnit(scenario, unit)));
