import { useEffect, useMemo } from 'preact/hooks';
import type { ClaimSource } from '../../src/judge/case/case.ts';
import { quantileOf } from '../../src/judge/distribution/distribution.ts';
import { verdictTable } from '../../src/judge/verdict/verdict-words.ts';
import { ClaimDetail } from './claim-detail.tsx';
import { ClaimList } from './claim-list.tsx';
import './claims.css';
import { claimsState, type ClaimsData, type ClaimsState } from './claims-state.ts';
import { AllRows } from './evidence-table.tsx';
import { PartingChart } from './parting-chart.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

/** Patterns live once, in a box that is never `display: none`. */
function Patterns() {
  return (
    <svg width="0" height="0" class="patterns" aria-hidden="true">
      <defs>
        <pattern id="claims-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" class="hatch-ground" />
          <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" class="hatch-line" />
        </pattern>
        <pattern id="claims-dots" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" class="dot-ground" />
          <circle cx="2.5" cy="2.5" r=".7" class="dot" />
        </pattern>
      </defs>
    </svg>
  );
}

function openFromHash(state: ClaimsState): void {
  const id = location.hash.replace(/^#\/?(?:claims\/?)?/, '');
  if (id === '') state.opened.value = undefined;
  else if (state.data.source.claims.some((claim) => claim.id === id)) {
    state.opened.value = id;
    scrollTo(0, 0);
  }
}

function stepClaim(state: ClaimsState, by: 1 | -1): void {
  const ids = state.data.source.claims.map(({ id }) => id);
  const now = state.opened.value === undefined ? -1 : ids.indexOf(state.opened.value);
  const next = ids[Math.min(ids.length - 1, Math.max(0, now + by))];
  if (next !== undefined) location.hash = next;
}

function useKeysAndHash(state: ClaimsState): void {
  useEffect(() => {
    const onHash = (): void => openFromHash(state);
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.matches('input, select, textarea');
      if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'j') stepClaim(state, 1);
      else if (event.key === 'k') stepClaim(state, -1);
      else if (event.key === 'Escape') location.hash = 'claims';
    };
    onHash();
    addEventListener('hashchange', onHash);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('hashchange', onHash);
      removeEventListener('keydown', onKey);
    };
  }, [state]);
}

function Summary({ state }: { readonly state: ClaimsState }) {
  const { source } = state.data;
  const { parting } = state.answer.value;
  const input = parting === undefined ? undefined : state.linked.value.inputs.get(parting.input);
  const known =
    input === undefined
      ? ([0, Infinity] as const)
      : ([quantileOf(input.distribution, 0.05), quantileOf(input.distribution, 0.95)] as const);
  return (
    <div class="summary">
      <div class="lede">
        <div>
          <h1>{parting === undefined ? source.title : parting.says}</h1>
          <p class="sub">{parting === undefined ? source.question : source.parting?.why}</p>
        </div>
      </div>
      <div class="cols">
        <section>
          {parting !== undefined && source.parting !== undefined && (
            <>
              <div class="head">
                <h2>{source.parting.quantity}</h2>
              </div>
              <PartingChart source={source} parting={parting} known={known} />
              <div class="key">
                <span>
                  <i class="sw band-90" />
                  90 % of the draws
                </span>
                <span>
                  <i class="sw band-50" />
                  50 %
                </span>
                <span>
                  <i class="sw line" />
                  median
                </span>
                <span>
                  <i class="sw hatched" />
                  beyond the range assumed for it
                </span>
                <span>
                  seed {state.answer.value.seed} · {state.answer.value.samples.toLocaleString('en-US')} samples · hash{' '}
                  {state.answer.value.hash.slice(0, 8)}
                </span>
              </div>
              <WhatIfPanel
                state={state}
                inputs={(state.data.answer.parting ?? parting).sensitivity.slice(0, 4).map((item) => item.input)}
              />
            </>
          )}
        </section>
        <section aria-label="Claims">
          <div class="head">
            <h2>
              {source.claims.length} claims, each with its own rule <small>fixed before the run</small>
            </h2>
          </div>
          <ClaimList state={state} />
        </section>
      </div>
    </div>
  );
}

function CaseNotes({ state }: { readonly state: ClaimsState }) {
  const { source } = state.data;
  const { evidence } = state.answer.value;
  return (
    <section class="case-notes">
      <div class="two">
        <div>
          <h2>The question</h2>
          <p>{source.question}</p>
          <p class="soft">
            {source.about} As of {source.asOf}. {evidence.rows} rows, {evidence.stale.length} past their shelf life,{' '}
            {evidence.conflicts.length} conflicts run both ways,{' '}
            {evidence.unused.length === 0 ? 'none unused' : `unused: ${evidence.unused.join(', ')}`}.
          </p>
          <h2>What the words mean</h2>
          <table class="ev">
            <tbody>
              {verdictTable.map(({ least, word, mirrored }) => (
                <tr key={word}>
                  <td>
                    P at least {Math.round(least * 100)} %: <b>{word}</b>
                  </td>
                  <td>
                    P at most {Math.round((1 - least) * 100)} %: <b>{mirrored}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="soft">
            Between, nothing can be told. Never rounded up. The weakest evidence that decides caps the word: true needs a primary source
            that was read, very likely a reported one; an assumption, a rumour or memory gives likely at most, and an assumption that alone
            decides gives none.
          </p>
        </div>
        <div>
          {source.analogies.map(({ id, says, answer }) => (
            <section key={id}>
              <blockquote>
                <q>{says}</q>
              </blockquote>
              <p>{answer}</p>
            </section>
          ))}
          <h2>Looked for and not found</h2>
          <ul>
            {source.gaps.map(({ id, missing, wouldSettle }) => (
              <li key={id}>
                {missing} <span class="soft">(would settle {wouldSettle})</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

/** A claim's depth, drawn anew only when its own answer changes or it is opened: fourteen of them stand in the page, for print. */
function KeptDetail({ state, claim }: { readonly state: ClaimsState; readonly claim: ClaimSource }) {
  const answer = state.answer.value.claims.find(({ id }) => id === claim.id);
  const opened = state.opened.value === claim.id;
  return useMemo(
    () => (answer === undefined ? null : <ClaimDetail state={state} claim={claim} answer={answer} opened={opened} />),
    [state, claim, answer, opened],
  );
}

/** The claims of a case: a page of summary, then each claim in depth, then every row. The one renderer of claims. */
export function ClaimsView({ data }: { readonly data: ClaimsData }) {
  const state = useMemo(() => claimsState(data), [data]);
  useKeysAndHash(state);
  const allRows = useMemo(() => <AllRows linked={state.stated} />, [state]);
  return (
    <main class="claims" data-opened={state.opened.value !== undefined}>
      <Patterns />
      {Object.keys(state.settings.value).length > 0 && (
        <p class="asking">What if: values set by hand, 8,000 samples. The stated case is one button away.</p>
      )}
      <Summary state={state} />
      {data.source.claims.map((claim) => (
        <KeptDetail key={claim.id} state={state} claim={claim} />
      ))}
      <CaseNotes state={state} />
      {allRows}
    </main>
  );
}
