import { hashText, type ContentHash } from '../../../base/content-hash.ts';
import type { WireMessage, WirePiece } from '../../wire/wire-dialect.ts';

/** Words of a date, numbers, hexadecimal ids: what a clock or a counter in a prompt changes. */
const volatile =
  /\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b|\b(?=[0-9a-f]*\d)[0-9a-f]{5,}\b|\d+/gi;

/**
 * A text of the system or a schema without what changes in it by itself. Two that are alike but for a clock are the
 * same segment, carried: then it shows that the bill did not take them to be the same.
 */
export const steadyHash = ({ text }: WirePiece): ContentHash => hashText((text ?? '').replaceAll(volatile, '0'));

const joined = (parts: readonly string[]): string => JSON.stringify(parts);

function argumentsOf({ argumentsJson = '' }: WirePiece): string {
  try {
    return JSON.stringify(JSON.parse(argumentsJson));
  } catch {
    return argumentsJson;
  }
}

/** What an assistant's message says and calls, without its reasoning: the same as response and when sent again. */
export function replyIdentity(pieces: readonly WirePiece[]): string {
  const said = pieces
    .filter(({ kind }) => kind === 'answer')
    .map(({ text = '' }) => text)
    .join('\n')
    .trim();
  const called = pieces.filter(({ kind }) => kind === 'tool-call').map((piece) => `${piece.tool?.name ?? ''} ${argumentsOf(piece)}`);
  return joined(['assistant', said, ...called]);
}

/** What tells a message from others at its place. */
export function messageIdentity({ role, pieces }: WireMessage): string {
  if (role === 'assistant') return replyIdentity(pieces);
  return joined([role, ...pieces.map((piece) => (role === 'system' ? steadyHash(piece) : `${piece.kind} ${piece.text ?? piece.part}`))]);
}

export const hasReasoning = (pieces: readonly WirePiece[]): boolean => pieces.some(({ kind }) => kind === 'reasoning');
