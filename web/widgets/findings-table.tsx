import type { Evidence, FindingRow } from '../../src/show/answers/findings-answer.ts';
import { formatPlace, place } from '../state/location.ts';
import { formatIn } from './quantity.ts';
import { StateMark } from './state-mark.tsx';

/** The first place that a finding rests on: its text, where it stands in the transcript. */
function EvidenceLink({ evidence }: { readonly evidence: Evidence }) {
  const { file, line, segment, present } = evidence;
  const where = `${file}:${line}`;
  if (!present || segment === null) {
    return (
      <div class="soft nw" title={where}>
        line {line}
        {present ? '' : ', source gone'}
      </div>
    );
  }
  return (
    <div class="nw">
      <a href={formatPlace({ screen: 'tokens', subject: undefined, options: { ...place.value.options, segment } })} title={where}>
        line {line}
      </a>
    </div>
  );
}

/** Findings with fix, cost and state; each leads to its session and to its bytes. */
export function FindingsTable({ findings }: { readonly findings: readonly FindingRow[] }) {
  if (findings.length === 0) return <p class="soft">Nothing was found that the work could have done without.</p>;
  return (
    <table class="findings">
      <thead>
        <tr>
          <th scope="col">what happened, and the edit that removes it</th>
          <th scope="col">evidence</th>
          <th scope="col" class="r">
            saves
          </th>
          <th scope="col">state</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <tr key={finding.id} tabIndex={0} data-row>
            <td>
              <div class="b" title={finding.title}>
                {finding.title}
              </div>
              <div class="soft" title={finding.fix}>
                {finding.fix}
              </div>
            </td>
            <td class="evidence">
              <a href={formatPlace({ screen: 'session', subject: finding.session, options: place.value.options })}>
                {finding.calls} {finding.calls === 1 ? 'call' : 'calls'}
              </a>
              {finding.evidence[0] !== undefined && <EvidenceLink evidence={finding.evidence[0]} />}
            </td>
            <td class="r nw">
              {finding.tokens > 0 && <div>{formatIn('tokens', finding.tokens)}</div>}
              <div class="soft">{finding.usd === null ? 'unpriced' : formatIn('usd', finding.usd)}</div>
            </td>
            <td>
              <StateMark state={finding.state} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
