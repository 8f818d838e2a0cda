import { writeFileSync } from 'node:fs';
import { caseFileJsonSchema } from '../src/judge/case/case-json-schema.ts';

const file = new URL('../cases/schema/case-file.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(caseFileJsonSchema(), null, 2)}\n`);
