/** A structural type made nominal: `Brand<number, "tokens">` cannot be mixed with another number by accident. */
export type Brand<Value, Name extends string> = Value & { readonly __brand: Name };
