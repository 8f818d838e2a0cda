import { migration1 } from './migration-1.ts';
import type { Migration } from './migration.ts';

/** Every step from an empty file to today's schema, in order. */
export const migrations: readonly Migration[] = [migration1];

/** Schema version this program writes. */
export const schemaVersion = migrations.length;
