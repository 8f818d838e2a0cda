/** The rooms in the order in which data flows. A room may import itself and every room before it. */
export const rooms = ['base', 'call', 'ledger', 'measure', 'weigh', 'prove', 'scale', 'judge', 'show', 'cli'] as const;

export type Room = (typeof rooms)[number];

/** What the page may import from `src/`: it computes with the same pure code, and reads only the shape of answers. */
export const webMayImport = ['src/base/', 'src/call/', 'src/scale/hardware/', 'src/scale/fleet/', 'src/judge/'] as const;
export const webMayImportTypes = ['src/show/answers/'] as const;

/** Same input, same output: no Node modules, no clock, no global random numbers. */
export const pureFolders = ['src/base/', 'src/call/', 'src/scale/hardware/', 'src/scale/fleet/', 'src/judge/', 'web/layout/'] as const;

/** Packages that only one place may import. */
export const packageOwners: readonly { readonly package: string; readonly owner: string }[] = [
  { package: '@duckdb/node-api', owner: 'src/ledger/' },
  { package: 'commander', owner: 'src/cli/' },
  { package: 'node-sqlite3-wasm', owner: 'src/measure/sources/' },
  { package: '@pydantic/genai-prices', owner: 'src/weigh/prices/' },
  { package: 'hono', owner: 'src/show/server/' },
  { package: '@hono/node-server', owner: 'src/show/server/' },
];

/** Places that may open a socket. */
export const socketOwners = ['src/measure/gateway/', 'src/show/server/', 'src/prove/endpoints/', 'src/ledger/holder/'] as const;
