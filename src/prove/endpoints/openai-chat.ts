import { tokens, type Milliseconds, type Tokens } from '../../base/units.ts';
import { TareError } from '../../base/tare-error.ts';
import { HttpEndpoint, isSameModel } from './http-endpoint.ts';
import { readText, sendRequest, TransportFailure } from './http-request.ts';
import { openaiBody } from './openai-body.ts';
import { readOpenaiStream } from './read-openai-stream.ts';
import type { RetryPolicy } from './retry-policy.ts';

export interface RemoteOptions {
  /** Base address, with or without `/v1`. */
  readonly url: string;
  /** Absent: the only model that the server lists. */
  readonly model?: string;
  readonly apiKey?: string;
  readonly retries: RetryPolicy;
  readonly silence: Milliseconds;
  readonly clock: () => number;
  readonly acceptAnyModel?: boolean;
  readonly signal: AbortSignal;
}

/** @throws {TareError} when the text is no http address */
export function baseAddress(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text.endsWith('/') ? text : `${text}/`);
  } catch {
    url = undefined;
  }
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TareError({
      code: 'bad-endpoint',
      message: `--endpoint ${text}: not an http address`,
      hint: 'Give the base address, e.g. http://127.0.0.1:11434/v1 for Ollama or http://127.0.0.1:8080/v1 for llama-server.',
    });
  }
  return /\/v\d+[a-z]*\/$/.test(url.pathname) ? url : new URL('v1/', url);
}

interface ListedModel {
  readonly id: string;
  readonly contextLimit?: Tokens;
  readonly owner?: string;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function listedModels(text: string): ListedModel[] {
  const data = asRecord(JSON.parse(text))['data'];
  return (Array.isArray(data) ? (data as readonly unknown[]) : []).flatMap((each) => {
    const model = asRecord(each);
    const id = model['id'];
    if (typeof id !== 'string') return [];
    // vLLM, llama-server, OpenRouter and LM Studio name the limit differently; llama-server gives the trained one only here.
    const limit = [model['max_model_len'], asRecord(model['meta'])['n_ctx'], model['context_length'], model['loaded_context_length']].find(
      (value) => typeof value === 'number',
    );
    const owner = model['owned_by'];
    return [{ id, ...(typeof limit === 'number' ? { contextLimit: tokens(limit) } : {}), ...(typeof owner === 'string' ? { owner } : {}) }];
  });
}

const isOwnMachine = ({ hostname }: URL): boolean => /^(?:localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(hostname);

/** Asks the server which models it has. @throws {TareError} when it cannot be reached or lists none that is asked for */
async function findModel(base: URL, headers: Readonly<Record<string, string>>, options: RemoteOptions): Promise<ListedModel> {
  const { model, silence, signal } = options;
  let text: string;
  try {
    const response = await sendRequest({ url: new URL('models', base), method: 'GET', headers, silence, signal });
    text = await readText(response, 10_000_000);
    if (response.status === 401 || response.status === 403) {
      throw new TareError({
        code: 'endpoint-refused',
        message: `${base.origin} refuses the key (HTTP ${response.status})`,
        hint: 'Name the environment variable that holds it: --api-key-env NAME.',
      });
    }
    if (response.status !== 200) text = '{}';
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    throw new TareError({
      code: 'endpoint-unreachable',
      message: `no answer from ${base.href} (${error.message})`,
      hint: 'Is the server running there? Nothing was sent and nothing spent.',
      cause: error,
    });
  }
  let models: ListedModel[];
  try {
    models = listedModels(text);
  } catch (cause) {
    throw new TareError({
      code: 'endpoint-not-openai',
      message: `${base.href}models answers with something that is not JSON`,
      hint: 'Give the base address of an OpenAI-compatible API, usually ending in /v1.',
      cause,
    });
  }
  if (model === undefined) {
    const [only, ...others] = models;
    if (only !== undefined && others.length === 0) return only;
    throw new TareError({
      code: 'model-needed',
      message: models.length === 0 ? `${base.origin} lists no models` : `${base.origin} has ${models.length} models`,
      hint: `Name one: --model ${models[0]?.id ?? 'NAME'}.${
        models.length > 1
          ? ` It has ${models
              .slice(0, 8)
              .map(({ id }) => id)
              .join(', ')}.`
          : ''
      }`,
    });
  }
  const listed = models.find(({ id }) => id === model) ?? models.find(({ id }) => isSameModel(model, id));
  if (listed !== undefined) return { ...listed, id: model };
  // A hosted API may know names that it does not list; a server of one's own answers with another model, or not at all.
  if (models.length > 0 && isOwnMachine(base) && options.acceptAnyModel !== true) {
    throw new TareError({
      code: 'unknown-model',
      message: `--model ${model}: ${base.origin} does not have it`,
      hint: `It has ${models
        .slice(0, 8)
        .map(({ id }) => id)
        .join(', ')}. --any-model asks all the same.`,
    });
  }
  return { id: model };
}

/** Servers whose list says who they are and which go on from a last message of the assistant. */
const continuing = new Set(['llamacpp', 'vllm', 'sglang']);

/** An OpenAI-compatible chat endpoint: hosted, Ollama, LM Studio, llama-server, vLLM. */
export async function openaiChat(options: RemoteOptions): Promise<HttpEndpoint> {
  const base = baseAddress(options.url);
  const headers: Record<string, string> = options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` };
  const model = await findModel(base, headers, options);
  const isOpenai = base.hostname === 'api.openai.com';
  return new HttpEndpoint({
    ...options,
    facts: {
      name: base.href,
      dialect: 'openai-chat',
      model: model.id,
      ...(isOpenai ? { provider: 'openai' } : {}),
      ...(model.contextLimit === undefined ? {} : { contextLimit: model.contextLimit }),
      continuesPrefix: continuing.has(model.owner ?? ''),
    },
    acceptAnyModel: options.acceptAnyModel === true,
    dialect: {
      url: new URL('chat/completions', base),
      headers,
      body: (request) => {
        const body = openaiBody(model.id, request);
        if (!isOpenai) return body;
        // OpenAI's reasoning models refuse the old name of the cap.
        const { max_tokens: cap, ...rest } = body;
        return { ...rest, max_completion_tokens: cap };
      },
      read: readOpenaiStream,
    },
  });
}
