import { characterClassNames } from '../../../call/character-classes.ts';
import type { TextProfile } from '../../../call/segment.ts';
import { visibleTextCharacters } from '../../tokens/placeholder.ts';
import type { Writable } from '../common/writable.ts';
import { hashJsonLines, JsonTextPass } from '../json/json-text.ts';
import type { JsonNode, JsonTape } from '../json/json-tape.ts';

const pass = new JsonTextPass();

/** Profile of a text, or of the part of it between two bytes of the line. */
export const profileNode = (tape: JsonTape, node: JsonNode, from = tape.from(node), to = tape.to(node)): TextProfile =>
  pass.begin().json(tape.bytes, from, to).finish();

/** As {@link profileNode}, with the hashes of the lines. */
export function profileNodeLines(tape: JsonTape, node: JsonNode, from = tape.from(node), to = tape.to(node)): TextProfile {
  const profile: Writable<TextProfile> = profileNode(tape, node, from, to);
  const lineHashes = hashJsonLines(tape.bytes, from, to);
  if (lineHashes !== undefined) profile.lineHashes = lineHashes;
  return profile;
}

export const hashNodeLines = (tape: JsonTape, node: JsonNode): Uint32Array | undefined =>
  hashJsonLines(tape.bytes, tape.from(node), tape.to(node));

const nonAscii = characterClassNames.indexOf('nonAscii');
const wide = characterClassNames.indexOf('wide');

export const isAscii = ({ classes }: TextProfile): boolean => classes[nonAscii] === 0 && classes[wide] === 0;

/** Characters of a text whose profile is known: only wide code units can stand in pairs. */
export const charactersOfNode = (tape: JsonTape, node: JsonNode, profile: TextProfile): number =>
  profile.classes[wide] === 0 ? profile.characters : visibleTextCharacters(tape.text(node));
