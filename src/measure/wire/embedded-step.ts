/** Steps of a path that go into a text: JSON in a JSON string, base64, a streamed response. */
export const jsonStep = '~json';
export const base64Step = '~base64';

const streamMark = '~stream:';

export const streamStep = (dialect: string): string => `${streamMark}${dialect}`;

export const isEmbeddedStep = (step: string): boolean => step.startsWith('~');

/** The dialect that a step into a stream names; undefined for other steps. */
export const streamedDialect = (step: string): string | undefined =>
  step.startsWith(streamMark) ? step.slice(streamMark.length) : undefined;
