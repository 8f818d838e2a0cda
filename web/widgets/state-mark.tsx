import type { FindingState } from '../../src/call/finding.ts';

const shapes: Readonly<Record<FindingState, preact.JSX.Element>> = {
  suspected: <circle cx="6.5" cy="6.5" r="5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 1.9" />,
  measured: <rect x="1.5" y="1.5" width="10" height="10" fill="currentColor" />,
  proved: (
    <>
      <rect x="1.5" y="1.5" width="10" height="10" fill="currentColor" />
      <path d="M3.8 6.6l2 2.2 3.6-4.4" fill="none" stroke="var(--paper)" stroke-width="1.5" />
    </>
  ),
  refuted: (
    <>
      <circle cx="6.5" cy="6.5" r="5" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M3 10L10 3" stroke="currentColor" stroke-width="1.6" />
    </>
  ),
};

/** A saving's state: word and shape first, colour never. */
export function StateMark({ state }: { readonly state: FindingState }) {
  return (
    <span class={`st ${state}`}>
      <svg viewBox="0 0 13 13" aria-hidden="true">
        {shapes[state]}
      </svg>
      <b>{state}</b>
    </span>
  );
}
