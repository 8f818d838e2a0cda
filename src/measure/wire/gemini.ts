import { makeUsage, unknownUsage, type Usage } from '../../call/usage.ts';
import { tokens } from '../../base/units.ts';
import { isRecord, type Fields, type JsonRecord } from '../sources/common/fields.ts';
import { callWithArguments, noteCalls, resultPieces, schemaPiece, type OpenCalls } from './wire-pieces.ts';
import type { WireDialect, WireMessage, WirePiece, WireReasoning, WireRequest, WireResponse } from './wire-dialect.ts';

/** The protocol's JSON may be written with either spelling. */
const either = (body: Fields, camel: string, snake: string): string => (body.has(camel) || !body.has(snake) ? camel : snake);

function partPieces(part: Fields, kind: 'system' | 'user' | 'answer', open: OpenCalls): WirePiece[] {
  const call = part.fields(either(part, 'functionCall', 'function_call'));
  if (call !== undefined) {
    const name = call.requiredName('name');
    // Calls have no ids here: a result belongs to the last call of its name.
    return [callWithArguments(call, 'args', call.name('id') ?? name, name)];
  }
  const result = part.fields(either(part, 'functionResponse', 'function_response'));
  if (result !== undefined) {
    const answered = result.name('id') ?? result.requiredName('name');
    const text = JSON.stringify(result.fields('response')?.record ?? {});
    return resultPieces([{ kind: 'tool-result', part: result.pathOf('response'), text }], answered, open);
  }
  if (part.has(either(part, 'inlineData', 'inline_data')) || part.has(either(part, 'fileData', 'file_data'))) {
    return [{ kind: 'image', part: part.path }];
  }
  const text = part.text('text');
  if (part.flag('thought') === true) return [{ kind: 'reasoning', part: part.pathOf('text'), hiddenCharacters: text?.length ?? 0 }];
  return text === undefined ? [] : [{ kind, part: part.pathOf('text'), text }];
}

function messageOf(content: Fields, open: OpenCalls): WireMessage {
  const isModel = content.name('role') === 'model';
  const pieces = content.fieldsList('parts').flatMap((part) => partPieces(part, isModel ? 'answer' : 'user', open));
  if (isModel) noteCalls(pieces, open);
  const isResult = pieces.some((piece) => piece.kind === 'tool-result');
  return { role: isModel ? 'assistant' : isResult ? 'tool' : 'user', pieces };
}

function reasoningOf(config: Fields | undefined): WireReasoning | undefined {
  const thinking = config?.fields(either(config, 'thinkingConfig', 'thinking_config'));
  const budget = thinking?.number('thinkingBudget') ?? thinking?.number('thinking_budget');
  const effort = thinking?.name('thinkingLevel') ?? thinking?.name('thinking_level');
  if (budget === 0) return { isOff: true };
  // −1 leaves it to the model.
  if ((budget ?? -1) < 0 && effort === undefined) return undefined;
  return { ...(effort === undefined ? {} : { effort }), ...(budget === undefined ? {} : { budget }) };
}

function request(body: Fields, url: string | undefined): WireRequest {
  const open: OpenCalls = new Map();
  const instruction = body.fields(either(body, 'systemInstruction', 'system_instruction'));
  const system = instruction?.fieldsList('parts').flatMap((part) => partPieces(part, 'system', open)) ?? [];
  const config = body.fields(either(body, 'generationConfig', 'generation_config'));
  const model = body.name('model')?.replace(/^models\//, '') ?? /\/models\/([^/:?]+)/.exec(url ?? '')?.[1];
  const maxOutput = config?.number('maxOutputTokens') ?? config?.number('max_output_tokens');
  const temperature = config?.number('temperature');
  const reasoning = reasoningOf(config);
  return {
    tools: body
      .fieldsList('tools')
      .flatMap((tool) =>
        tool
          .fieldsList(either(tool, 'functionDeclarations', 'function_declarations'))
          .map((made) =>
            schemaPiece(made, made.requiredName('name'), made.text('description') ?? '', made.fields('parameters')?.record ?? {}),
          ),
      ),
    messages: [
      ...(system.length === 0 ? [] : [{ role: 'system', pieces: system } as const]),
      ...body.fieldsList('contents').map((content) => messageOf(content, open)),
    ],
    ...(model === undefined ? {} : { model }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

/** The prompt includes what was read from cache and excludes what tools brought in; candidates exclude thoughts. */
function usageOf(stated: Fields | undefined): Usage {
  if (stated === undefined) return unknownUsage;
  const prompt = stated.count('promptTokenCount');
  const read = stated.count('cachedContentTokenCount');
  const brought = stated.count('toolUsePromptTokenCount');
  const shown = stated.count('candidatesTokenCount');
  const thoughts = stated.count('thoughtsTokenCount');
  const isAnswered = shown !== undefined || thoughts !== undefined;
  return makeUsage({
    inputUncached: prompt === undefined ? undefined : tokens(Math.max(0, prompt - (read ?? 0)) + (brought ?? 0)),
    cacheRead: read,
    output: isAnswered ? tokens((shown ?? 0) + (thoughts ?? 0)) : undefined,
    reasoning: thoughts,
  });
}

function response(body: Fields): WireResponse {
  const id = body.name('responseId');
  const model = body.name('modelVersion');
  const candidates = body.fieldsList('candidates');
  const stopReason = candidates.map((candidate) => candidate.name('finishReason')).find((reason) => reason !== undefined);
  return {
    pieces: candidates.flatMap((candidate) => {
      const content = candidate.fields('content');
      return content === undefined ? [] : content.fieldsList('parts').flatMap((part) => partPieces(part, 'answer', new Map()));
    }),
    usage: usageOf(body.fields('usageMetadata')),
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(stopReason === undefined ? {} : { stopReason }),
  };
}

const recordsIn = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const isPlainText = (part: JsonRecord): part is JsonRecord & { readonly text: string } =>
  typeof part['text'] === 'string' && Object.keys(part).every((name) => name === 'text' || name === 'thought');

/** Parts of one candidate, with neighbouring texts joined. */
function addParts(parts: JsonRecord[], added: readonly JsonRecord[]): void {
  for (const part of added) {
    const last = parts.at(-1);
    if (last !== undefined && isPlainText(last) && isPlainText(part) && last['thought'] === part['thought'])
      parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
}

/** Every event may carry usage; the last one counts. */
function assemble(events: readonly JsonRecord[]): JsonRecord {
  const whole: Record<string, unknown> = {};
  const parts: JsonRecord[] = [];
  let finish: unknown;
  for (const event of events) {
    for (const name of ['responseId', 'modelVersion', 'usageMetadata', 'error'] as const) {
      if (event[name] !== undefined && event[name] !== null) whole[name] = event[name];
    }
    const [candidate] = recordsIn(event['candidates']);
    if (candidate === undefined) continue;
    finish = candidate['finishReason'] ?? finish;
    const content = candidate['content'];
    if (isRecord(content)) addParts(parts, recordsIn(content['parts']));
  }
  return { ...whole, candidates: [{ content: { role: 'model', parts }, ...(finish === undefined ? {} : { finishReason: finish }) }] };
}

/** `POST …/models/NAME:generateContent` and `:streamGenerateContent`. Fields: the types of `@google/genai` 3.1.0. */
export const gemini: WireDialect = { name: 'gemini', request, response, assemble };
