import { characterClassNames } from '../../call/character-classes.ts';
import type { EntryKey } from '../../call/entry.ts';
import type { Segment, TextProfile } from '../../call/segment.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import { Column, type NameList } from './pack-columns.ts';
import { toolNames, type PackedSegments } from './packed-entries.ts';

const kindNumbers = new Map<string, number>(segmentKinds.map((kind, index) => [kind, index + 1]));

/** Segments of a pack, by columns. */
export class SegmentColumns {
  readonly #names: NameList;
  readonly #entry: number[] = [];
  readonly #kind: number[] = [];
  readonly #part: number[] = [];
  readonly #id = new Column<string>();
  readonly #label = new Column<number>(0);
  readonly #hash = new Column<string>();
  readonly #characters = new Column<number>();
  readonly #classes: number[] = [];
  readonly #counts: number[] = [];
  readonly #lines = new Column<string>();
  readonly #tool = new Column<number>(0);
  readonly #toolNames = toolNames.map((name) => [name, new Column<number>(0)] as const);
  readonly #error = new Column<number>(0);
  readonly #hidden = new Column<number>();
  readonly #stated = new Column<number>();
  readonly #width = new Column<number>();
  readonly #height = new Column<number>();

  constructor(names: NameList) {
    this.#names = names;
  }

  get size(): number {
    return this.#entry.length;
  }

  push(key: EntryKey, entry: number, segments: readonly Segment[]): void {
    for (let index = 0; index < segments.length; index++) {
      const segment = segments[index] as Segment;
      const { id, tool } = segment;
      this.#entry.push(entry);
      this.#kind.push(kindNumbers.get(segment.kind) as number);
      this.#part.push(this.#names.of(segment.part));
      this.#id.push(id.length > key.length && id.startsWith(key) && id.slice(key.length) === `#${index}` ? undefined : id);
      this.#label.push(this.#names.optional(segment.label));
      this.#pushText(segment.text);
      this.#tool.push(tool === undefined ? undefined : 1);
      for (const [name, column] of this.#toolNames) column.push(tool === undefined ? undefined : this.#names.optional(tool[name]));
      this.#error.push(tool?.isError === undefined ? undefined : tool.isError ? 2 : 1);
      this.#hidden.push(segment.hiddenCharacters);
      this.#stated.push(segment.statedTokens);
      this.#width.push(segment.image?.width);
      this.#height.push(segment.image?.height);
    }
  }

  #pushText(text: TextProfile | undefined): void {
    this.#hash.push(text?.hash);
    this.#characters.push(text?.characters);
    this.#lines.push(text?.lineHashes === undefined ? undefined : base64Of(text.lineHashes));
    if (text === undefined) return;
    const { classes } = text;
    this.#counts.push(classes.length);
    for (let index = 0; index < classes.length; index++) this.#classes.push(classes[index] as number);
  }

  packed(): PackedSegments {
    const isWhole = this.#counts.every((count) => count === characterClassNames.length);
    return {
      entry: this.#entry,
      kind: this.#kind,
      part: this.#part,
      ...this.#id.as('id'),
      ...this.#label.as('label'),
      ...this.#hash.as('hash'),
      ...this.#characters.as('characters'),
      ...(this.#counts.length === 0 ? {} : { classes: this.#classes }),
      ...(isWhole ? {} : { counts: this.#counts }),
      ...this.#lines.as('lines'),
      ...this.#tool.as('tool'),
      ...(Object.assign({}, ...this.#toolNames.map(([name, column]) => column.as(`tool_${name}`))) as object),
      ...this.#error.as('error'),
      ...this.#hidden.as('hidden'),
      ...this.#stated.as('stated'),
      ...this.#width.as('width'),
      ...this.#height.as('height'),
    };
  }
}

const base64Of = ({ buffer, byteOffset, byteLength }: Uint32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
