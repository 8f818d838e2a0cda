import type { ClaimAnswer } from '../../src/judge/verdict/case-answer.ts';
import { probabilityRangeText } from '../../src/judge/wording/value-text.ts';
import type { ClaimsState } from './claims-state.ts';

const settled = new Set(['true', 'false', 'very likely true', 'very likely false']);

/** Where a probability stands between 0 and 1, with the spread over rival definitions. */
function Spread({ claim }: { readonly claim: ClaimAnswer }) {
  const { probability, readings } = claim;
  if (probability === undefined) return <span class="unk">unknown</span>;
  const x = (value: number): number => 5 + value * 74;
  const main = readings[0]?.probability ?? (probability.low + probability.high) / 2;
  return (
    <svg viewBox="0 0 84 14" width="84" height="14" role="img" aria-label={`probability ${probabilityRangeText(probability)}`}>
      <path d={`M5,11.5H79M5,9v5M${x(0.1)},9v5M${x(0.9)},9v5M79,9v5`} class="axis" />
      <path d={`M${x(probability.low)},6H${x(probability.high)}`} class="thin" />
      <circle cx={x(main)} cy="6" r="4" class={settled.has(claim.verdict) ? 'met' : 'open'} />
    </svg>
  );
}

export function ClaimList({ state }: { readonly state: ClaimsState }) {
  return (
    <div class="claim-list">
      {state.answer.value.claims.map((claim) => (
        <a
          key={claim.id}
          class="claim-card"
          href={`#${claim.id}`}
          aria-current={state.opened.value === claim.id}
          onClick={() => {
            state.opened.value = claim.id;
          }}
        >
          <span class="id">{claim.id}</span>
          <q>{claim.says}</q>
          <Spread claim={claim} />
          <span class="verdict">
            <b>{claim.verdict === 'depends on the definition' ? 'depends on terms' : claim.verdict}</b>
            <small>{probabilityRangeText(claim.probability)}</small>
          </span>
        </a>
      ))}
      <p class="sub">● very likely or certain · ○ open · ticks at 10 and 90 % · line: over rival definitions</p>
    </div>
  );
}
