import { TareError } from '../../base/tare-error.ts';

/** The parts of node-llama-cpp 3.22 that are used; the package is an optional peer, so its types may be absent. */
export interface LlamaSequence {
  evaluate(tokens: readonly number[], options: Readonly<Record<string, unknown>>): AsyncGenerator<number, void, void>;
  clearHistory(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

/** Text with special tokens, as a chat template makes it. */
export interface LlamaText {
  tokenize(tokenizer: unknown): readonly number[];
}

export interface LlamaModel {
  readonly tokenizer: unknown;
  readonly trainContextSize: number;
  readonly typeDescription: string;
  tokenize(text: string): readonly number[];
  detokenize(tokens: readonly number[]): string;
  createContext(options: Readonly<Record<string, unknown>>): Promise<LlamaContext>;
  dispose(): Promise<void>;
}

export interface ChatWrapper {
  generateContextState(options: { readonly chatHistory: readonly Readonly<Record<string, unknown>>[] }): {
    readonly contextText: LlamaText;
  };
}

export interface Llama {
  readonly llamaCppRelease: { readonly release: string };
  loadModel(options: Readonly<Record<string, unknown>>): Promise<LlamaModel>;
}

export interface LlamaBinding {
  getLlama(options: Readonly<Record<string, unknown>>): Promise<Llama>;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  resolveModelFile(uri: string, options: Readonly<Record<string, unknown>>): Promise<string>;
}

const packageName = 'node-llama-cpp';
const lean = 'npm install --omit=optional --ignore-scripts node-llama-cpp @node-llama-cpp/linux-x64';

/** Loads the optional engine. @throws {TareError} that says how to install it */
export async function loadLlamaBinding(name: string = packageName): Promise<LlamaBinding> {
  try {
    return (await import(name)) as LlamaBinding;
  } catch (cause) {
    throw new TareError({
      code: 'no-llama-cpp',
      message: '--gguf needs the package node-llama-cpp, which is not installed',
      hint: `Install it beside tare: ${lean} (85 MB; take the package of your platform), or give an --endpoint.`,
      cause,
    });
  }
}
