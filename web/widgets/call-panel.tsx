import { formatCount } from '../../src/base/number-format.ts';
import { tiers, type Tier } from '../../src/call/tier.ts';
import type { SessionCall } from '../../src/show/answers/session-answer.ts';
import { stackOrder } from '../layout/context-columns.ts';
import { KindSwatch } from './kind-key.tsx';
import { lossWords } from './loss-words.ts';
import { formatIn } from './quantity.ts';

const tierNames: Readonly<Record<Tier, string>> = {
  uncached: 'uncached',
  read: 'read from cache',
  write5m: 'written for 5 min',
  write1h: 'written for 1 h',
  writeUnsplit: 'written to cache',
  output: 'output',
};

/** The exact context of one call: its kinds and its tiers, both adding up to the bill. */
export function CallPanel({ call, of }: { readonly call: SessionCall; readonly of: number }) {
  const placed = Object.values(call.byKind).reduce((sum, value) => sum + value, 0);
  return (
    <section aria-live="polite">
      <div class="head">
        <h2>
          Call {call.index + 1} of {of} <small>{call.time === null ? 'time unknown' : new Date(call.time).toLocaleTimeString()}</small>
        </h2>
        {call.loss !== null && <span class="badge bad">cache lost</span>}
      </div>
      {call.loss !== null && (
        <p class="soft">
          {formatIn('tokens', call.loss.tokens)} were sent again because {lossWords(call.loss.cause)}
          {call.loss.usd === null ? '' : `: ${formatIn('usd', call.loss.usd)} more than reading them`}.
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">kind</th>
            <th scope="col" class="r">
              tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {stackOrder
            .filter((kind) => (call.byKind[kind] ?? 0) > 0)
            .map((kind) => (
              <tr key={kind}>
                <td>
                  <KindSwatch kind={kind} /> {kind}
                </td>
                <td class="r">{formatCount(call.byKind[kind] as number)}</td>
              </tr>
            ))}
          {tiers
            .filter((tier) => (call.byTier[tier] ?? 0) > 0)
            .map((tier, index) => (
              <tr key={tier} class={index === 0 ? 'first-tier' : ''}>
                <td class="soft">{tierNames[tier]}</td>
                <td class="r">{formatCount(call.byTier[tier] as number)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="soft">
        {call.context === null ? 'Input not stated by the source.' : `${formatCount(call.context)} billed = ${formatCount(placed)} placed.`}{' '}
        {call.model ?? 'model unknown'}
        {call.usd === null ? ', unpriced' : `, ${formatIn('usd', call.usd)}`}.
      </p>
    </section>
  );
}
