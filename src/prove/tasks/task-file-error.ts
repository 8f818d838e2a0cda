import { TareError } from '../../base/tare-error.ts';

/** @param where file, with line or place in it */
export const taskFileError = (where: string, what: string, hint: string): TareError =>
  new TareError({ code: 'bad-task', message: `${where}: ${what}`, hint });
