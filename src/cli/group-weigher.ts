import type { GroupWeigher } from '../ledger/ledger.ts';
import type { WeighingMethod } from './weighing-tools.ts';

/** Loads what weighing needs when there is something to weigh, and once. */
export function groupWeigher(method: WeighingMethod): GroupWeigher {
  let loading: ReturnType<GroupWeigher['load']> | undefined;
  const load: GroupWeigher['load'] = async () => {
    const [{ weighGroup }, tools] = await Promise.all([import('../weigh/weigh-group.ts'), method.load()]);
    return (group) => {
      tools.prepare?.(group);
      return weighGroup(group, tools);
    };
  };
  return { version: method.version, load: () => (loading ??= load()) };
}
