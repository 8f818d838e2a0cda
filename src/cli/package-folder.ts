/** The folder of this package, from `src/cli/` and from `dist/cli/` alike: built, every module stands in that one folder. */
export const packageFolder = new URL('../../', import.meta.url);
