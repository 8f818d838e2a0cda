// tsc copies no data files; everything else that the built package reads stands beside it (`cases/`, `examples/`).
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
