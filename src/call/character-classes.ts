/**
 * Counts over a text from which its tokens are estimated. The order is the order of the counts in every stored
 * profile: append only, and raise the format version when a meaning changes.
 */
export const characterClassNames = [
  /** Runs of 1 to 4 letters. */
  'shortWords',
  /** Runs of 5 to 8 letters. */
  'middleWords',
  /** Runs of more than 8 letters. */
  'longWords',
  /** Letters beyond the eighth of a run, in steps of 4 rounded up. */
  'longWordSteps',
  /** Letters that are upper case and follow a lower-case letter: a camelCase joint. */
  'caseJoints',
  /** Runs of decimal digits. */
  'digitRuns',
  'digits',
  /** Runs of two or more spaces or tabs. */
  'spaceRuns',
  /** Spaces and tabs inside those runs beyond the first. */
  'spaceRunExtra',
  'newlines',
  /** ASCII punctuation. */
  'punctuation',
  /** Runs of ASCII punctuation. */
  'punctuationRuns',
  /** UTF-16 code units from U+0080 to U+2FFF. */
  'nonAscii',
  /** UTF-16 code units from U+3000 on, surrogates included. */
  'wide',
] as const;

export type CharacterClassName = (typeof characterClassNames)[number];

/** One count per name of {@link characterClassNames}, in that order. */
export type CharacterClasses = readonly number[];
