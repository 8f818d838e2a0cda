import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { seconds, tokens, type Seconds, type Tokens } from '../../base/units.ts';
import { count } from './count.ts';
import type { ChatOutcome, ChatRequest, ChatResponse, Endpoint, EndpointFacts } from './endpoint.ts';
import { loadLlamaBinding, type ChatWrapper, type Llama, type LlamaBinding, type LlamaContext, type LlamaModel } from './llama-binding.ts';
import { splitThinking } from './think-tags.ts';

export interface GgufOptions {
  /** A file, or a name to download (`hf:owner/repository:Q4_K_M`) where there is a network. */
  readonly file: string;
  /** Where downloads are kept. */
  readonly downloadFolder: string;
  readonly contextSize?: Tokens;
  /** More than one thread slows tiny models down: waiting for each other takes longer than the work. */
  readonly threads: number;
  readonly clock: () => number;
}

async function modelFile(binding: LlamaBinding, { file, downloadFolder }: GgufOptions): Promise<string> {
  if (/^(?:hf|huggingface|https?):/.test(file)) return binding.resolveModelFile(file, { directory: downloadFolder, cli: false });
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
  throw new TareError({
    code: 'no-such-model',
    message: `--gguf ${file}: there is no such file`,
    hint: 'Name a GGUF file, or hf:owner/repository:Q4_K_M to download one.',
  });
}

/** Header of a GGUF file: magic and version. The engine reads a damaged one without end, so it is checked before. */
function checkHeader(file: string): void {
  const head = Buffer.alloc(8);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, head, 0, 8, 0);
  closeSync(descriptor);
  const version = head.readUInt32LE(4);
  if (length === 8 && head.toString('latin1', 0, 4) === 'GGUF' && version >= 1 && version <= newestVersion) return;
  throw new TareError({
    code: 'bad-model',
    message: `${file} is no GGUF file of a version up to ${newestVersion}`,
    hint: 'It must be a complete GGUF file of a causal language model.',
  });
}

const newestVersion = 3;

/** One engine a process and number of threads: starting it takes a second, and the models come and go. */
const engines = new Map<number, Promise<Llama>>();

function engineWith(binding: LlamaBinding, threads: number): Promise<Llama> {
  let engine = engines.get(threads);
  if (engine === undefined)
    engines.set(threads, (engine = binding.getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: threads })));
  return engine;
}

/** A model in this process. Every count is exact: the tokens are made here. Nothing is carried from one request to the next. */
export async function ggufEndpoint(options: GgufOptions): Promise<Endpoint> {
  const binding = await loadLlamaBinding();
  const file = await modelFile(binding, options);
  checkHeader(file);
  const llama = await engineWith(binding, options.threads);
  let model: LlamaModel;
  try {
    model = await llama.loadModel({ modelPath: file });
  } catch (cause) {
    throw new TareError({
      code: 'bad-model',
      message: `${file} could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'It must be a complete GGUF file of a causal language model.',
      cause,
    });
  }
  const contextSize = Math.min(options.contextSize ?? model.trainContextSize, model.trainContextSize);
  const context = await model.createContext({ contextSize, threads: options.threads });
  return new GgufEndpoint({ llama, model, context, wrapper: binding.resolveChatWrapper(model), clock: options.clock }, file);
}

interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly wrapper: ChatWrapper;
  readonly clock: () => number;
}

const failed = (reason: 'out-of-context' | 'effort-refused' | 'server-error' | 'stopped', message: string): ChatOutcome => ({
  kind: 'failed',
  reason,
  message,
});

class GgufEndpoint implements Endpoint {
  readonly facts: EndpointFacts;
  readonly #loaded: LoadedModel;
  readonly #sequence: ReturnType<LlamaContext['getSequence']>;

  constructor(loaded: LoadedModel, file: string) {
    this.#loaded = loaded;
    this.#sequence = loaded.context.getSequence();
    this.facts = {
      name: basename(file),
      dialect: 'gguf',
      model: basename(file).replace(/\.gguf$/i, ''),
      contextLimit: tokens(loaded.context.contextSize),
      continuesPrefix: true,
      fingerprint: `${loaded.model.typeDescription}, ${statSync(file).size} bytes, llama.cpp ${loaded.llama.llamaCppRelease.release}`,
    };
  }

  #promptOf({ messages, prefix }: ChatRequest): readonly number[] {
    const { model, wrapper } = this.#loaded;
    const history = messages.map((message) =>
      message.role === 'assistant'
        ? { type: 'model', response: [message.content] }
        : { type: message.role === 'system' ? 'system' : 'user', text: message.content },
    );
    const prompt = wrapper
      .generateContextState({ chatHistory: [...history, { type: 'model', response: [''] }] })
      .contextText.tokenize(model.tokenizer);
    return prefix === undefined ? prompt : [...prompt, ...model.tokenize(prefix)];
  }

  async complete(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> {
    const { model, context, clock } = this.#loaded;
    const start = clock();
    const made: number[] = [];
    let firstToken: Seconds | undefined;
    const since = (): Seconds => seconds((clock() - start) / 1000);
    const ended = (outcome: ChatOutcome, input: number): ChatResponse => {
      const text = model.detokenize(made);
      const split = splitThinking(`${request.prefix === undefined ? '' : openThought(request.prefix)}${text}`);
      const share = split.reasoning.length / Math.max(1, split.reasoning.length + split.answer.length);
      return {
        outcome,
        ...split,
        usage:
          made.length === 0 && outcome.kind === 'failed'
            ? {}
            : {
                inputUncached: count(input, 'reported'),
                cacheRead: count(0, 'reported'),
                output: count(made.length, 'reported'),
                reasoning: count(Math.round(made.length * share), split.reasoning === '' ? 'derived' : 'estimated'),
              },
        servedModel: this.facts.model,
        ...(this.facts.fingerprint === undefined ? {} : { fingerprint: this.facts.fingerprint }),
        ...(firstToken === undefined ? {} : { firstToken }),
        duration: since(),
        attempts: 1,
        warnings: [],
      };
    };
    if (request.reasoning.kind === 'effort' || request.reasoning.kind === 'budget')
      return ended(failed('effort-refused', 'a GGUF file in this process has no effort levels'), 0);
    const prompt = this.#promptOf(request);
    const room = context.contextSize - prompt.length;
    if (room < 1)
      return ended(failed('out-of-context', `a prompt of ${prompt.length} tokens in a context of ${context.contextSize}`), prompt.length);
    const cap = Math.min(request.maxOutput, room);
    try {
      // A carried cache would make the figures depend on the order of the tasks.
      await this.#sequence.clearHistory();
      const options = { temperature: request.temperature, ...(request.seed === undefined ? {} : { seed: request.seed }) };
      for await (const token of this.#sequence.evaluate(prompt, options)) {
        firstToken ??= since();
        made.push(token);
        if (signal.aborted) return ended(failed('stopped', 'stopped before the response was complete'), prompt.length);
        if (made.length >= cap) break;
      }
    } catch (error) {
      return ended(failed('server-error', error instanceof Error ? error.message : String(error)), prompt.length);
    }
    // The engine ends by itself at a token that ends the turn.
    if (made.length < cap) return ended({ kind: 'finished' }, prompt.length);
    return cap < request.maxOutput
      ? ended(failed('out-of-context', `the context of ${context.contextSize} tokens was full before the answer ended`), prompt.length)
      : ended({ kind: 'length' }, prompt.length);
  }

  async close(): Promise<void> {
    await this.#loaded.context.dispose();
    await this.#loaded.model.dispose();
  }
}

/** A prefix that opened a thought and did not close it: what follows goes on thinking. */
const openThought = (prefix: string): string => (/<think>(?![\s\S]*<\/think>)/.test(prefix) ? '<think>' : '');
