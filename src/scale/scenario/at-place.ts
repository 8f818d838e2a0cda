import { TareError } from '../../base/tare-error.ts';

/** Adds the place in a scenario to what is thrown by a look-up that does not know of one. */
export function at<Value>(place: string, look: () => Value): Value {
  try {
    return look();
  } catch (error) {
    if (!TareError.isInstance(error)) throw error;
    throw new TareError({ code: error.code, message: `${place}: ${error.message}`, hint: error.hint, cause: error });
  }
}

export const wrongScenario = (at: string, what: string, hint: string): TareError =>
  new TareError({ code: 'bad-scenario', message: `${at}: ${what}`, hint });
