import type { SessionGroup } from '../../call/session-group.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { BilledDifference } from './billed-difference.ts';
import type { BilledOutput, BillEvidence } from './bill-evidence.ts';
import { indexGroup } from './group-index.ts';
import { DifferenceLog } from './difference-log.ts';
import { RunAccount } from './run-account.ts';
import { billedOutputOf } from './output-book.ts';

/** What the bills of every run of a group say about the size of text, and why some of them say nothing. */
export function collectEvidence(group: SessionGroup, estimator: TokenEstimator): BillEvidence {
  const index = indexGroup(group);
  const differences: BilledDifference[] = [];
  const outputs: BilledOutput[] = [];
  for (const { id: run, entries } of index.runs) {
    const log = new DifferenceLog(run);
    const account = new RunAccount(run, index, estimator, log);
    for (const entry of entries) {
      const call = account.follow(entry);
      if (call === undefined) continue;
      account.settle(call, undefined);
      const output = billedOutputOf(run, call);
      if (output !== undefined) outputs.push(output);
    }
    account.finish();
    for (const difference of log.differences) differences.push(difference);
  }
  return { differences, outputs };
}
