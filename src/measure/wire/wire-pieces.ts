import type { SegmentKind } from '../../call/segment-kind.ts';
import type { ToolUse } from '../../call/segment.ts';
import { argumentText } from '../sources/argument-text.ts';
import { isRecord, type Fields, type JsonRecord } from '../sources/common/fields.ts';
import { toolUse } from '../sources/common/tool-use.ts';
import { jsonStep } from './embedded-step.ts';
import type { WirePiece } from './wire-dialect.ts';

/** A content that is a text, or a list of blocks that each hold one. */
export function textPieces(holder: Fields, name: string, kind: SegmentKind): WirePiece[] {
  const content = holder.record[name];
  if (typeof content === 'string') return [{ kind, part: holder.pathOf(name), text: content }];
  return holder.fieldsList(name).flatMap((block) => blockPieces(block, kind));
}

/** One block of text, or an image; blocks of other kinds are their dialect's to read. */
export function blockPieces(block: Fields, kind: SegmentKind): WirePiece[] {
  const type = block.text('type') ?? '';
  if (/image/.test(type)) return [{ kind: 'image', part: block.path }];
  const text = block.text('text') ?? block.text('refusal');
  return text === undefined ? [] : [{ kind, part: block.pathOf('text'), text }];
}

/** A tool call whose arguments stand as JSON text, as OpenAI gives them. */
export function callWithJsonArguments(holder: Fields, call: string | undefined, name: string): WirePiece {
  const argumentsJson = holder.text('arguments') ?? '';
  let input: unknown;
  try {
    input = JSON.parse(argumentsJson);
  } catch {
    // A response that was cut in its arguments: what stands there is the model's all the same.
    return { ...callPiece(call, name, undefined, holder.pathOf('arguments')), text: argumentsJson, argumentsJson };
  }
  const record = isRecord(input) ? input : undefined;
  return { ...callPiece(call, name, record, `${holder.pathOf('arguments')}.${jsonStep}`), text: argumentText(input), argumentsJson };
}

/** A tool call whose arguments stand as an object, as Anthropic and Gemini give them. */
export function callWithArguments(holder: Fields, field: string, call: string | undefined, name: string): WirePiece {
  const input: JsonRecord = holder.fields(field)?.record ?? {};
  return { ...callPiece(call, name, input, holder.pathOf(field)), text: argumentText(input), argumentsJson: JSON.stringify(input) };
}

function callPiece(call: string | undefined, name: string, input: JsonRecord | undefined, part: string): WirePiece {
  const tool = toolUse({ call, name, input });
  const written = input?.['content'];
  return {
    kind: 'tool-call',
    label: name,
    part,
    tool,
    comparable: tool.action === 'write',
    fileText: typeof written === 'string' ? written : undefined,
  };
}

/** Tool calls by id, as the messages before have made them. */
export type OpenCalls = Map<string, ToolUse>;

/** Remembers the calls among some pieces. */
export function noteCalls(pieces: readonly WirePiece[], open: OpenCalls): void {
  for (const { tool } of pieces) if (tool?.call !== undefined) open.set(tool.call, tool);
}

/** Pieces of a tool's result, joined with the call that asked for it. */
export function resultPieces(pieces: readonly WirePiece[], call: string | undefined, open: OpenCalls, isError?: boolean): WirePiece[] {
  const asked = call === undefined ? undefined : open.get(call);
  const tool: ToolUse | undefined =
    call === undefined ? asked : { ...(asked ?? toolUse({ call, name: 'unnamed tool' })), ...(isError === undefined ? {} : { isError }) };
  return pieces.map((piece) => ({
    ...piece,
    kind: piece.kind === 'image' ? 'image' : 'tool-result',
    label: asked?.name,
    tool,
    comparable: asked?.action === 'read',
  }));
}

/** A tool's schema as one piece; `at`: where it stands. */
export function schemaPiece(at: Fields, name: string, description: string, parameters: JsonRecord): WirePiece {
  const { server } = toolUse({ call: undefined, name });
  return {
    kind: 'tools',
    label: name,
    part: at.path,
    text: JSON.stringify(at.record),
    tool: { name, ...(server === undefined ? {} : { server }) },
    schema: { name, description, parameters },
  };
}
