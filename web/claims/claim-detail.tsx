import type { CaseSource, ClaimSource } from '../../src/judge/case/case.ts';
import type { ClaimAnswer, ReadingAnswer } from '../../src/judge/verdict/case-answer.ts';
import { probabilityRangeText, probabilityText, rangeText, valueText } from '../../src/judge/wording/value-text.ts';
import type { ClaimsState } from './claims-state.ts';
import { ClaimEvidence } from './evidence-table.tsx';
import { IntervalAxis } from './interval-axis.tsx';
import { TornadoChart } from './tornado-chart.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

/** A formula whose names lead to their rows. */
function Formula({ text }: { readonly text: string }) {
  const parts = text.split(/([A-Za-z]\w*(?:-\w+)*)/);
  return (
    <code class="formula">
      {parts.map((part, index) => (index % 2 === 1 && part.includes('-') ? <a href={`#row-${part}`}>{part}</a> : part))}
    </code>
  );
}

function DefinitionBox({ reading, claim }: { readonly reading: ReadingAnswer; readonly claim: ClaimSource }) {
  const stated = claim.definitions.find(({ id }) => id === reading.definition);
  return (
    <div class={`box ${reading.role}`} id={`${claim.id}-${reading.definition}`}>
      <h3>
        {reading.says} {reading.role === 'part' && <small>not counted</small>}
      </h3>
      {reading.quantity === undefined || reading.probability === undefined ? (
        <>
          <p class="big">
            <span class="unk">unknown</span>
          </p>
          <p>
            <b>cannot tell</b> · nobody published {reading.missing ?? 'it'}
          </p>
        </>
      ) : (
        <>
          <p class="big">{rangeText(reading.quantity)}</p>
          <p>
            <b>{reading.verdict}</b> · P {probabilityText(reading.probability)}
          </p>
        </>
      )}
      <IntervalAxis reading={reading} />
      {stated?.formula !== undefined && (
        <p class="soft">
          = <Formula text={stated.formula} />
          <br />
          true if <Formula text={stated.trueIf ?? ''} />
        </p>
      )}
      {reading.conflicts.map((conflict) => (
        <p key={`${conflict.row} ${conflict.instead}`} class="conflict">
          with <a href={`#row-${conflict.instead}`}>{conflict.instead}</a>:{' '}
          {conflict.quantity === undefined ? 'unknown' : rangeText(conflict.quantity)}
          {conflict.probability === undefined ? '' : `, P ${probabilityText(conflict.probability)}`}
        </p>
      ))}
    </div>
  );
}

function Items({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

function BreakEvens({ answer, state }: { readonly answer: ClaimAnswer; readonly state: ClaimsState }) {
  const unitOf = (input: string): string => state.linked.peek().inputs.get(input)?.unit.text ?? 'x';
  const line = (item: ClaimAnswer['breakEven'][number]) => (
    <li key={item.input}>
      <a href={`#row-${item.input}`}>{item.input}</a> at <b>{valueText(item.value, unitOf(item.input))}</b>
      {item.low !== item.high && ` (${valueText(item.low, unitOf(item.input))} to ${valueText(item.high, unitOf(item.input))})`}
      <span class="soft">: the rule holds {item.holds}</span>
    </li>
  );
  return (
    <section>
      <h2>
        Break-even <small>where one input flips the rule, the others varying</small>
      </h2>
      {answer.breakEven.length === 0 ? (
        <p class="sub">No input flips it within its stated range.</p>
      ) : (
        <ul>{answer.breakEven.map(line)}</ul>
      )}
      {answer.breakEvenBeyond.length > 0 && (
        <>
          <p class="sub">Only beyond their stated range:</p>
          <ul>{answer.breakEvenBeyond.map(line)}</ul>
        </>
      )}
    </section>
  );
}

interface ClaimDetailProps {
  readonly state: ClaimsState;
  readonly claim: ClaimSource;
  readonly answer: ClaimAnswer;
  readonly opened: boolean;
}

/** One claim in depth: definitions, evidence, sensitivities, both sides, what would change it. */
export function ClaimDetail({ state, claim, answer, opened }: ClaimDetailProps) {
  const source: CaseSource = state.data.source;
  const shown = answer.readings.find(({ definition }) => definition === answer.shown);
  const used = [...new Set(answer.readings.flatMap(({ inputs }) => inputs))];
  // The stated answer orders the sliders, so that a slider that is set stays where it is.
  const stated = state.data.answer.claims.find(({ id }) => id === claim.id);
  const sliders = (stated ?? answer).sensitivity.slice(0, 6).map(({ input }) => input);
  const gaps = source.gaps.filter(({ id }) => claim.gaps.includes(id)).map(({ missing }) => missing);
  return (
    <article class="claim-detail" id={claim.id} data-opened={opened}>
      <header>
        <p class="claimant">
          <a
            class="noprint"
            href="#claims"
            onClick={() => {
              state.opened.value = undefined;
            }}
          >
            ‹ all {source.claims.length} claims
          </a>{' '}
          {claim.id} · said by {claim.saidBy}
        </p>
        <h1>
          <q>{claim.says}</q>
        </h1>
        <p class="answer">
          <b>{answer.verdict}</b> <span class="soft">P {probabilityRangeText(answer.probability)} over fair definitions.</span>{' '}
          {claim.answer}
        </p>
        <ul class="because">
          {answer.because.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p>
          <b>Testable form.</b> {claim.testable} <span class="soft">Rules are fixed in the file before the run.</span>
        </p>
      </header>
      <h2>
        {claim.quantity} <small>rival definitions; thin 90 %, thick 50 %, tick the median, line the rule</small>
      </h2>
      <div class="defs">
        {answer.readings.map((reading) => (
          <DefinitionBox key={reading.definition} reading={reading} claim={claim} />
        ))}
      </div>
      <div class="duo">
        <div>
          <section>
            <h2>Evidence</h2>
            <ClaimEvidence linked={state.linked.peek()} used={used} context={claim.context} />
          </section>
          <div class="two">
            <section>
              <h2>For it, at its strongest</h2>
              <p>{claim.for}</p>
            </section>
            <section>
              <h2>Against it, at its strongest</h2>
              <p>{claim.against}</p>
            </section>
          </div>
        </div>
        <div>
          <WhatIfPanel state={state} inputs={sliders} />
          {shown !== undefined && (
            <section>
              <h2>
                What it hangs on <small>one input at a time; hollow: input low, solid: input high</small>
              </h2>
              <TornadoChart reading={shown} linked={state.linked.peek()} />
              {answer.sensitivity.length > 0 && (
                <p class="sub">
                  Share of the variance, alone and with others (Sobol):{' '}
                  {answer.sensitivity
                    .slice(0, 4)
                    .map(
                      (item) =>
                        `${item.input} ${item.sobolFirst.toFixed(2)}, ${item.sobolTotal.toFixed(2)} ± ${item.sobolTotalError.toFixed(2)}`,
                    )
                    .join('; ')}
                  .
                </p>
              )}
            </section>
          )}
          <BreakEvens answer={answer} state={state} />
          <Items title="What would change this verdict" items={claim.wouldChange} />
          <Items title="Other explanations" items={claim.alternatives} />
          {claim.interests.length > 0 && (
            <section>
              <h2>
                Who gains if it is believed <small>recorded, never counted</small>
              </h2>
              <ul>
                {claim.interests.map(({ who, gains, rows, notProof }) => (
                  <li key={who}>
                    {who}: {gains}
                    {rows.map((row) => (
                      <a key={row} href={`#row-${row}`} class="cite">
                        {' '}
                        §
                      </a>
                    ))}{' '}
                    <span class="soft">Not proof: {notProof}.</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Items title="Gaps" items={gaps} />
          {claim.errs !== '' && <Items title="Likely direction of error" items={[claim.errs]} />}
          {claim.sanity !== '' && <Items title="Check in plain units" items={[claim.sanity]} />}
          <Items title="Warnings" items={answer.warnings} />
          <section>
            <h2>How the verdict moved</h2>
            <table class="ev">
              <tbody>
                {claim.changelog.map(({ date, verdict, why }) => (
                  <tr key={verdict}>
                    <td class="nw">{date}</td>
                    <td>{verdict}</td>
                    <td class="soft">{why}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      </div>
    </article>
  );
}
