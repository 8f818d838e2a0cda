import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { caseFileJsonSchema } from '../src/judge/case/case-json-schema.ts';

test('the JSON Schema for editors is the one the reader checks against (npx tsx tools/write-case-schema.ts)', () => {
  const committed = JSON.parse(readFileSync(new URL('../cases/schema/case-file.schema.json', import.meta.url), 'utf8')) as unknown;
  expect(committed).toEqual(JSON.parse(JSON.stringify(caseFileJsonSchema())));
});
