import type { Brand } from './brand.ts';

/** A count of model tokens. Whole and not negative, except for differences between two bills. */
export type Tokens = Brand<number, 'tokens'>;
/** United States dollars. */
export type Usd = Brand<number, 'usd'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = Brand<number, 'timestamp-ms'>;
/** A duration in seconds. */
export type Seconds = Brand<number, 'seconds'>;
/** A duration in milliseconds. */
export type Milliseconds = Brand<number, 'milliseconds'>;
/** A size or an offset in bytes. */
export type Bytes = Brand<number, 'bytes'>;
/** Electrical power in watts. */
export type Watts = Brand<number, 'watts'>;
/** Energy in joules. */
export type Joules = Brand<number, 'joules'>;
/** Time of one whole GPU, in seconds. */
export type GpuSeconds = Brand<number, 'gpu-seconds'>;
/** A share of a whole, 0 to 1. */
export type Fraction = Brand<number, 'fraction'>;

export const tokens = (value: number): Tokens => value as Tokens;
export const usd = (value: number): Usd => value as Usd;
export const timestamp = (value: number): Timestamp => value as Timestamp;
export const seconds = (value: number): Seconds => value as Seconds;
export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
export const bytes = (value: number): Bytes => value as Bytes;
export const watts = (value: number): Watts => value as Watts;
export const joules = (value: number): Joules => value as Joules;
export const gpuSeconds = (value: number): GpuSeconds => value as GpuSeconds;
export const fraction = (value: number): Fraction => value as Fraction;
