import type { AsIfServed } from '../../prove/lab/as-if-served.ts';
import { asIfUtilisation } from '../../scale/hardware/as-if.ts';
import { parseAsIf } from '../options/parse-as-if.ts';

/** The part of `score-experiment` options that `--as-if` gives. @throws {TareError} as `parseAsIf` */
export function servedAs(text: string | undefined): { readonly served?: AsIfServed } {
  return text === undefined ? {} : { served: { ...parseAsIf(text), utilisation: asIfUtilisation } };
}
