import { dayOf } from '../case/day.ts';
import type { Quality } from '../case/case.ts';
import type { LinkedCase } from '../case/linked-case.ts';
import { fromBase } from '../unit/unit.ts';
import { figureOf, overlap, slippedPower, type Figure } from './figure.ts';
import type { LintWarning } from './lint-warning.ts';

const rank: Readonly<Record<Quality, number>> = { primary: 3, reported: 2, estimate: 1, rumour: 0 };

/** Traps that show when two rows state the same quantity: slips of a unit or a period, rumours, worse sources, one source twice. */
export function lintSameQuantity(linked: LinkedCase): LintWarning[] {
  return linked.source.evidence.flatMap((row) =>
    row.sameAs.flatMap((otherId): LintWarning[] => {
      const other = linked.source.evidence.find(({ id }) => id === otherId);
      if (other === undefined) return [];
      const warnings: LintWarning[] = [];
      if (row.source.url !== undefined && sourceKey(row.source.url) === sourceKey(other.source.url ?? '')) {
        warnings.push({
          trap: 'one-source-twice',
          row: row.id,
          at: row.at,
          message: `rests on the same page as ${other.id}: one source, not two`,
        });
      }
      const mine = figureOf(linked, row.id);
      const theirs = figureOf(linked, otherId);
      return mine === undefined || theirs === undefined ? warnings : [...warnings, ...compare(mine, theirs)];
    }),
  );
}

const sourceKey = (url: string): string =>
  url
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');

function compare(mine: Figure, theirs: Figure): LintWarning[] {
  const { row } = mine;
  const warn = (trap: LintWarning['trap'], message: string): LintWarning[] => [{ trap, row: row.id, at: row.at, message }];
  if (overlap(mine, theirs)) return [];
  const power = slippedPower(mine.middle, theirs.middle);
  if (power !== undefined)
    return warn('unit-slip', `is 10^${power} times ${theirs.row.id}: a slip of a unit (million for billion, a comma)?`);
  const ownNumber = fromBase(mine.input.unit, mine.middle);
  const theirNumber = fromBase(theirs.input.unit, theirs.middle);
  if (mine.input.unit.text !== theirs.input.unit.text && Math.abs(ownNumber / theirNumber - 1) < 0.02) {
    return warn(
      'period-mix-up',
      `states the number of ${theirs.row.id} with another period: ${mine.input.unit.text} for ${theirs.input.unit.text}`,
    );
  }
  if (rank[row.quality] <= 1 && rank[theirs.row.quality] > rank[row.quality] && isLater(theirs, mine)) {
    return warn('superseded-rumour', `a ${row.quality} that a ${theirs.row.quality} source has since contradicted: use ${theirs.row.id}`);
  }
  if (rank[theirs.row.quality] > rank[row.quality])
    return warn('disagrees-with-better-source', `disagrees with ${theirs.row.id}, which is ${theirs.row.quality}`);
  return [];
}

const isLater = (left: Figure, right: Figure): boolean =>
  left.row.date !== undefined && right.row.date !== undefined && dayOf(left.row.date) > dayOf(right.row.date);
