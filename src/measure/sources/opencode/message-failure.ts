import type { FailureEntry } from '../../../call/entry.ts';
import { isRecord, type Fields } from '../common/fields.ts';

/** Why a response failed, where the message says that it did. */
export function failureOf(info: Fields): FailureEntry['reason'] | undefined {
  const error = info.record['error'];
  if (!isRecord(error)) return undefined;
  const name = typeof error['name'] === 'string' ? error['name'] : '';
  if (/abort/i.test(name)) return 'aborted';
  const data = error['data'];
  const status = isRecord(data) ? data['statusCode'] : undefined;
  if (status === 429) return 'rate-limit';
  return /api|provider|auth/i.test(name) ? 'api-error' : 'other';
}
