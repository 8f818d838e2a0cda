/** A type while it is being filled in, field by field: only what is known is set. */
export type Writable<Type> = { -readonly [Field in keyof Type]: Type[Field] };
