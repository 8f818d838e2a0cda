import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Coefficients } from '../../src/scale/hardware/coefficient-file.ts';
import { formatCorrections } from '../../src/scale/hardware/correction.ts';

const notice = '// Written by tools/calibrate.ts; do not edit.\n';

const name = (key: string): string => (/^[a-z]\w*$/i.test(key) ? key : `'${key}'`);

/** An object as source, four significant digits a number, innermost objects on one line. */
function source(value: unknown, indent = ''): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length > 0 && entries.length < 12 && entries.every(([, inner]) => typeof inner === 'number')) {
    return `{ ${entries.map(([key, inner]) => `${name(key)}: ${source(inner)}`).join(', ')} }`;
  }
  const inner = `${indent}  `;
  return `{\n${entries.map(([key, entry]) => `${inner}${name(key)}: ${source(entry, inner)},\n`).join('')}${indent}}`;
}

/** Writes the fitted numbers as modules of `folder`, keys in a fixed order. */
export function writeCoefficients(folder: string, coefficients: Coefficients): void {
  const { curves, corrections, ...rest } = coefficients;
  writeFileSync(
    join(folder, 'kernel-curve-table.ts'),
    `${notice}import type { Coefficients } from './coefficient-file.ts';\n\nexport const kernelCurveTable: Coefficients['curves'] = ${source(curves)};\n`,
  );
  for (const [metric, table] of Object.entries(corrections)) {
    writeFileSync(
      join(folder, `${metric}-corrections.ts`),
      `${notice}import { parseCorrections } from './correction.ts';\n\nexport const ${metric}Corrections = parseCorrections(\`\n${formatCorrections(table)}\n\`);\n`,
    );
  }
  const imports = [
    `import type { Coefficients } from './coefficient-file.ts';`,
    `import { kernelCurveTable } from './kernel-curve-table.ts';`,
    ...Object.keys(corrections).map((metric) => `import { ${metric}Corrections } from './${metric}-corrections.ts';`),
  ];
  const body = source(rest).replace(
    /\}$/,
    `  curves: kernelCurveTable,\n  corrections: { ${Object.keys(corrections)
      .map((metric) => `${metric}: ${metric}Corrections`)
      .join(', ')} },\n}`,
  );
  writeFileSync(join(folder, 'coefficients.ts'), `${notice}${imports.join('\n')}\n\nexport const coefficients: Coefficients = ${body};\n`);
}
