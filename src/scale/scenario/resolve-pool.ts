import { TareError } from '../../base/tare-error.ts';
import { seconds } from '../../base/units.ts';
import type { Pool, PoolGroup, PoolServing, ReplicaRecipe, WideExpertParallel } from '../fleet/scenario.ts';
import { engineNames, type Engine, type EngineName } from '../hardware/engine.ts';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelFromConfig } from '../hardware/hugging-face-config.ts';
import { modelNamed } from '../hardware/model-named.ts';
import type { Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import { nearestNames } from '../hardware/name-search.ts';
import { quantisationNamed, quantisationNames } from '../hardware/quantisation.ts';
import { replicaCost } from '../hardware/replica-cost.ts';
import { checkSpeculation } from '../hardware/speculation.ts';
import { at, wrongScenario } from './at-place.ts';
import type { GroupFile, PlaceOf, PoolFile } from './scenario-file.ts';

/** Replicas that share a router where the file does not say. */
const defaultPerRouter = 16;
/** Replicas that are run one by one where the file does not say; a larger pool is stood for by these. */
const defaultSimulated = 64;

/** Gives the bytes of a file that a scenario names. @throws {TareError} where it is not there */
export type ReadScenarioFile = (path: string) => Uint8Array;

/** A pool with its names looked up and its layout and memory checked. @throws {TareError} naming the field and a fix */
export function resolvePool(name: string, file: PoolFile, placeOf: PlaceOf, readFile: ReadScenarioFile): Pool {
  const path = ['pools', name];
  const model = at(placeOf([...path, 'model']), () => modelOf(file.model, readFile));
  const serving = servingOf(file, model, path, placeOf);
  const replicas = serving.kind === 'unified' ? serving.group.replicas : serving.decode.replicas;
  const fewest = serving.kind === 'unified' ? replicas : Math.min(replicas, serving.prefill.replicas);
  const perRouter = Math.min(file.replicasPerRouter ?? defaultPerRouter, replicas);
  const routers = Math.max(1, Math.min(fewest, Math.round(replicas / perRouter)));
  const simulated = Math.min(replicas, file.simulatedReplicas ?? defaultSimulated);
  return {
    name,
    serving,
    router: file.router,
    routers,
    simulatedRouters: Math.max(1, Math.min(routers, Math.ceil((simulated * routers) / replicas))),
    maxWaiting: file.maxWaiting ?? Number.MAX_SAFE_INTEGER,
  };
}

/** A model of the tables, or of a Hugging Face `config.json` beside the scenario. */
function modelOf(name: string, readFile: ReadScenarioFile): Model {
  if (!name.endsWith('.json')) return modelNamed(name);
  const text = new TextDecoder().decode(readFile(name));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TareError({
      code: 'bad-model-config',
      message: `${name} is not JSON`,
      hint: 'Give the config.json of a Hugging Face model.',
      cause,
    });
  }
  return modelFromConfig(json, name);
}

function servingOf(file: PoolFile, model: Model, path: readonly string[], placeOf: PlaceOf): PoolServing {
  const { prefill, decode } = file;
  if (prefill === undefined && decode === undefined) {
    if (file.replicas === undefined) {
      throw new TareError({
        code: 'bad-scenario',
        message: `${placeOf(path)}: ${path.join('.')}: no replicas`,
        hint: 'Give replicas, or prefill and decode with replicas each.',
      });
    }
    return { kind: 'unified', group: groupOf({ ...file, replicas: file.replicas }, file, model, path, placeOf) };
  }
  if (prefill === undefined || decode === undefined) {
    const lacking = prefill === undefined ? 'prefill' : 'decode';
    throw new TareError({
      code: 'bad-scenario',
      message: `${placeOf(path)}: ${path.join('.')}: ${lacking} is missing`,
      hint: 'A disaggregated pool has both prefill and decode.',
    });
  }
  return {
    kind: 'disaggregated',
    prefill: groupOf(prefill, file, model, [...path, 'prefill'], placeOf),
    decode: groupOf(decode, file, model, [...path, 'decode'], placeOf),
  };
}

function groupOf(
  group: Omit<GroupFile, 'gpu'> & { gpu?: string | undefined },
  pool: PoolFile,
  model: Model,
  path: readonly string[],
  placeOf: PlaceOf,
): PoolGroup {
  const recipe: ReplicaRecipe = {
    model,
    gpu: at(placeOf([...path, 'gpu']), () => gpuNamed(group.gpu ?? pool.gpu)),
    layout: group.layout,
    engine: engineOf(group, pool, model, path, placeOf),
    ...(group.wide === undefined ? {} : { wide: wideOf(group.wide, model, group.layout, placeOf([...path, 'wide'])) }),
  };
  at(placeOf([...path, 'layout']), () => replicaCost(recipe.model, recipe.gpu, recipe.layout, recipe.engine));
  const powered = group.powered ?? (group.autoscale === undefined ? group.replicas : group.autoscale.minimum);
  if (powered > group.replicas || (group.autoscale?.minimum ?? 0) > group.replicas) {
    throw new TareError({
      code: 'bad-scenario',
      message: `${placeOf([...path, group.powered === undefined ? 'autoscale' : 'powered'])}: more powered replicas than the ${group.replicas} there are`,
      hint: 'Lower it, or raise replicas.',
    });
  }
  const { autoscale } = group;
  return {
    recipe,
    replicas: group.replicas,
    powered,
    autoscale:
      autoscale === undefined
        ? undefined
        : {
            minimum: autoscale.minimum,
            targetOutstanding: autoscale.targetOutstanding,
            interval: seconds(Math.max(0.1, autoscale.interval)),
            startup: seconds(autoscale.startup),
            holdDown: seconds(autoscale.holdDown),
          },
  };
}

/** @throws {TareError} where there are no experts spread over ranks */
function wideOf(wide: WideExpertParallel, model: Model, layout: Layout, place: string): WideExpertParallel {
  if (model.moe !== undefined && layout.data > 1) return wide;
  throw wrongScenario(
    place,
    `${model.id} on this layout spreads no experts`,
    'Leave wide out, or give a layout with data and expert above 1.',
  );
}

function engineOf(
  group: Omit<GroupFile, 'gpu' | 'replicas'>,
  pool: PoolFile,
  model: Model,
  path: readonly string[],
  placeOf: PlaceOf,
): Engine {
  const settings = typeof group.engine === 'string' ? { name: group.engine } : group.engine;
  const name = engineNames.find((known) => known === settings.name);
  if (name === undefined) throw unknown(placeOf([...path, 'engine']), 'engine', settings.name, engineNames);
  const wanted = ('quantisation' in settings ? settings.quantisation : undefined) ?? group.quantisation ?? pool.quantisation;
  const quantisation = wanted === undefined ? model.nativeQuantisation : quantisationNamed(wanted)?.name;
  if (quantisation === undefined) throw unknown(placeOf([...path, 'quantisation']), 'quantisation', wanted ?? '', quantisationNames);
  const { speculation } = given(settings);
  if (speculation !== undefined) at(placeOf([...path, 'engine']), () => checkSpeculation(speculation));
  return { ...given(settings), name: name satisfies EngineName, quantisation };
}

type EngineSettings = Exclude<PoolFile['engine'], string>;

/** Settings that the file gives; the rest is the profile's. */
function given(
  settings: Partial<EngineSettings>,
): Partial<Pick<Engine, 'kvCache' | 'memoryFraction' | 'maxSequences' | 'maxBatchedTokens' | 'speculation'>> {
  const { kvCache, memoryFraction, maxSequences, maxBatchedTokens, speculation } = settings;
  return {
    ...(kvCache === undefined ? {} : { kvCache }),
    ...(memoryFraction === undefined ? {} : { memoryFraction }),
    ...(maxSequences === undefined ? {} : { maxSequences }),
    ...(maxBatchedTokens === undefined ? {} : { maxBatchedTokens }),
    ...(speculation === undefined ? {} : { speculation }),
  };
}

function unknown(place: string, what: string, name: string, known: readonly string[]): TareError {
  return new TareError({
    code: `unknown-${what}`,
    message: `${place}: no ${what} named "${name}"`,
    hint: `Did you mean ${nearestNames(name, known).join(', ')}?`,
  });
}
