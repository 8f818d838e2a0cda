/** An object as `JSON.parse` gives it: nothing about it is checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Takes the path of a field that does not have the shape it should have. */
export type Complain = (field: string) => void;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A field of any object. Lines have hundreds of shapes, and code that reads fields in place is compiled again for each
 * new one; read here, no caller depends on the shape.
 */
export const fieldOf = (object: JsonObject | undefined, name: string): unknown => object?.[name];

/** The text, or undefined where there is none; a value of another type is complained of. */
export function textField(value: unknown, field: string, complain: Complain): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value !== undefined && value !== null) complain(field);
  return undefined;
}

/** The number if it is finite and not negative; anything else but absence is complained of. */
export function amountField(value: unknown, field: string, complain: Complain): number | undefined {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  if (value !== undefined && value !== null) complain(field);
  return undefined;
}

/** As {@link amountField}, whole. */
export function countField(value: unknown, field: string, complain: Complain): number | undefined {
  const amount = amountField(value, field, complain);
  if (amount === undefined || Number.isSafeInteger(amount)) return amount;
  complain(field);
  return undefined;
}

export function objectField(value: unknown, field: string, complain: Complain): JsonObject | undefined {
  if (isObject(value)) return value;
  if (value !== undefined && value !== null) complain(field);
  return undefined;
}

/** As {@link objectField}, but absence is complained of too. */
export function requiredObject(value: unknown, field: string, complain: Complain): JsonObject | undefined {
  if (isObject(value)) return value;
  complain(field);
  return undefined;
}
