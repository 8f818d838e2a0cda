import { timestamp, tokens, usd, type Timestamp, type Tokens, type Usd } from '../../../base/units.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field has a type it must not have. Never leaves a source: the line is skipped, and the field named. */
export class WrongShape extends Error {
  readonly field: string;

  constructor(field: string) {
    super(`wrong type in ${field}`);
    this.field = field;
  }
}

/** Largest count that is believed: far above any context, far below where sums lose digits. */
const mostTokens = 1e12;
/** Years 2000 to 2100: a time outside is damage. */
const firstTime = 946_684_800_000;
const lastTime = 4_102_444_800_000;

/**
 * Reads the fields of one JSON object that a source does not own. A field that is absent or `null` is undefined;
 * one of the wrong type throws {@link WrongShape} with its path.
 */
export class Fields {
  readonly record: JsonRecord;
  readonly path: string;

  constructor(record: JsonRecord, path = '') {
    this.record = record;
    this.path = path;
  }

  /** Path of a field from the start of the line. */
  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  has(name: string): boolean {
    return this.record[name] !== undefined && this.record[name] !== null;
  }

  text(name: string): string | undefined {
    const value = this.record[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw new WrongShape(this.pathOf(name));
    return value;
  }

  /** A text that is not empty. */
  name(name: string): string | undefined {
    const value = this.text(name);
    return value === '' ? undefined : value;
  }

  requiredName(name: string): string {
    const value = this.name(name);
    if (value === undefined) throw new WrongShape(this.pathOf(name));
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.record[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'boolean') throw new WrongShape(this.pathOf(name));
    return value;
  }

  number(name: string): number | undefined {
    const value = this.record[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new WrongShape(this.pathOf(name));
    return value;
  }

  count(name: string): Tokens | undefined {
    const value = this.number(name);
    if (value === undefined) return undefined;
    if (!Number.isInteger(value) || value < 0 || value > mostTokens) throw new WrongShape(this.pathOf(name));
    return tokens(value);
  }

  dollars(name: string): Usd | undefined {
    const value = this.number(name);
    if (value === undefined) return undefined;
    if (value < 0) throw new WrongShape(this.pathOf(name));
    return usd(value);
  }

  /** A time as ISO text or as milliseconds since 1970. */
  time(name: string): Timestamp | undefined {
    const value = this.record[name];
    if (value === undefined || value === null) return undefined;
    const milliseconds = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : Number.NaN;
    if (!(milliseconds >= firstTime && milliseconds <= lastTime)) throw new WrongShape(this.pathOf(name));
    return timestamp(milliseconds);
  }

  fields(name: string): Fields | undefined {
    const value = this.record[name];
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value)) throw new WrongShape(this.pathOf(name));
    return new Fields(value, this.pathOf(name));
  }

  requiredFields(name: string): Fields {
    const value = this.fields(name);
    if (value === undefined) throw new WrongShape(this.pathOf(name));
    return value;
  }

  list(name: string): readonly unknown[] {
    const value = this.record[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw new WrongShape(this.pathOf(name));
    return value;
  }

  /** The objects of a list. */
  fieldsList(name: string): readonly Fields[] {
    return this.list(name).map((value, index) => {
      const path = `${this.pathOf(name)}.${index}`;
      if (!isRecord(value)) throw new WrongShape(path);
      return new Fields(value, path);
    });
  }
}
