import { z } from 'zod';
import { caseFileSchema } from './case-schema.ts';

/** JSON Schema (draft 2020-12) of one file of a case, for editors. */
export const caseFileJsonSchema = (): Readonly<Record<string, unknown>> => ({
  title: 'One YAML file of a Tare case',
  ...z.toJSONSchema(caseFileSchema),
});
