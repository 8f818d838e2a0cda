import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLine } from './parse-line.ts';

const bulk = 'repeated '.repeat(400);
const envelope = { type: 'user', message: { content: 'sent "toolUseResult": also' }, uuid: 'u', sessionId: 's' };
const parse = (value: unknown): unknown => parseLine(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), true)?.value;

test('the structured repeat of a result is cut off, wherever it stands', () => {
  const { sessionId, ...early } = envelope;
  const late = { ...early, toolUseResult: { stdout: bulk }, sourceToolAssistantUUID: 'a', sessionId };
  expect(parse(late)).toEqual({ ...early, sourceToolAssistantUUID: 'a', sessionId });
  expect(parse({ ...envelope, toolUseResult: bulk })).toEqual(envelope);
});

test('a line that a cut would leave without its parts is parsed as it stands', () => {
  const { message, ...rest } = envelope;
  const early = { ...rest, toolUseResult: { stdout: bulk }, message };
  expect(parse(early)).toEqual(early);
});

test('the bulk of an image is cut, and the rest of the line is whole', () => {
  const data = 'iVBORw0KGgo'.padEnd(300_000, 'A');
  const parsed = parse({ ...envelope, message: { content: [{ source: { type: 'base64', data } }, 'after'] } });
  expect(parsed).toMatchObject({ message: { content: [{ source: { data: data.slice(0, 96 * 1024) } }, 'after'] }, uuid: 'u' });
});

test('bytes that are not UTF-8 are no line; text that is not JSON throws', () => {
  expect(parseLine(Buffer.from([0x22, 0xff, 0x22]), true)).toBeUndefined();
  expect(() => parse('{"type":')).toThrow(SyntaxError);
});

test('any message survives the cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (content, toolUseResult) => {
      const line = { ...envelope, message: { content }, toolUseResult, sourceToolAssistantUUID: 'a', pad: bulk };
      expect(parse(line)).toMatchObject({ message: JSON.parse(JSON.stringify({ content })) as object, uuid: 'u', sessionId: 's' });
    }),
  );
});

test('a line that may be half written is not complete before its last byte', () => {
  const whole = Buffer.from(JSON.stringify({ ...envelope, toolUseResult: { file: { path: 'a' }, stdout: bulk } }));
  for (let length = 1; length < whole.length; length++) {
    if (whole[length - 1] === 0x7d) expect(() => parseLine(whole.subarray(0, length), false)).toThrow(SyntaxError);
  }
  expect(parseLine(whole, false)?.value).toMatchObject(envelope);
});
