/**
 * Days from 1970-01-01 to a date `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (a year or a month counts from its middle, because a
 * figure "of 2026" is as old as its middle on average). Civil calendar after Hinnant, no clock involved.
 */
export function dayOf(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number | undefined, number | undefined];
  if (month === undefined) return daysFromCivil(year, 7, 1);
  return daysFromCivil(year, month, day ?? 15);
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
