import type { CaseSource } from '../case/case.ts';
import type { CaseAnswer, ClaimAnswer } from '../verdict/case-answer.ts';
import type { VerdictWord } from '../verdict/verdict-words.ts';
import { probabilityRangeText, rangeText } from '../wording/value-text.ts';

/** Place of a word on the scale 1 (false) to 7 (true). "Depends on the definition" stands in the middle, with its words. */
const ratings: Readonly<Record<VerdictWord, number>> = {
  false: 1,
  'very likely false': 2,
  'likely false': 3,
  'cannot tell': 4,
  'depends on the definition': 4,
  'likely true': 5,
  'very likely true': 6,
  true: 7,
};

/** One schema.org ClaimReview (JSON-LD) a claim. */
export function claimReviews(source: CaseSource, answer: CaseAnswer): readonly Readonly<Record<string, unknown>>[] {
  return answer.claims.map((claim) => claimReview(source, answer, claim));
}

function claimReview(source: CaseSource, answer: CaseAnswer, claim: ClaimAnswer): Readonly<Record<string, unknown>> {
  const stated = source.claims.find(({ id }) => id === claim.id);
  const used = new Set([...(stated?.context ?? []), ...claim.readings.flatMap(({ inputs }) => inputs)]);
  const urls = source.evidence.flatMap(({ id, source: { url } }) => (used.has(id) && url !== undefined ? [url] : []));
  const quantity = claim.readings[0]?.quantity;
  const body = [
    stated?.answer ?? '',
    `Probability that the rule is met: ${probabilityRangeText(claim.probability)} over fair definitions.`,
    quantity === undefined ? '' : `${stated?.quantity ?? 'Quantity'}: ${rangeText(quantity)}.`,
    ...claim.because.map((reason) => `${reason}.`),
  ];
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    identifier: `${source.id}/${claim.id}@${answer.hash}`,
    datePublished: answer.asOf,
    claimReviewed: claim.says,
    reviewBody: body.filter((part) => part !== '').join(' '),
    itemReviewed: { '@type': 'Claim', author: { '@type': 'Thing', name: stated?.saidBy ?? 'unknown' } },
    author: { '@type': 'SoftwareApplication', name: 'Tare' },
    citation: [...new Set(urls)],
    reviewRating: { '@type': 'Rating', ratingValue: ratings[claim.verdict], worstRating: 1, bestRating: 7, alternateName: claim.verdict },
  };
}
