import { formatCount } from '../../src/base/number-format.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { filter } from '../state/filter-state.ts';
import { formatPlace, place } from '../state/location.ts';
import { useAnswer } from '../state/use-answer.ts';
import { EmptyNotice, ErrorNotice, Waiting } from '../widgets/notice.tsx';
import { formatIn } from '../widgets/quantity.ts';
import { Receipt } from '../widgets/receipt.tsx';
import { SessionPage } from './session-page.tsx';

function SessionList({ client, version }: { readonly client: AnswerClient; readonly version: number }) {
  const { answer, error } = useAnswer(client, 'sessions', { filter: filter.value, limit: 200 }, version);
  return (
    <>
      <main>
        {error !== undefined && <ErrorNotice error={error} />}
        {answer === undefined && error === undefined && <Waiting what="Listing sessions" />}
        {answer !== undefined && answer.sessions.length === 0 && (
          <EmptyNotice title="No session in this period">
            <p>Choose another period above, or run tare doctor to see where it looked.</p>
          </EmptyNotice>
        )}
        {answer !== undefined && answer.sessions.length > 0 && (
          <>
            <div class="lede">
              <h1>{formatCount(answer.sessions.length)} sessions, the latest first.</h1>
            </div>
            <table>
              <thead>
                <tr>
                  <th scope="col">session</th>
                  <th scope="col" class="wide-only">
                    started
                  </th>
                  <th scope="col">project</th>
                  <th scope="col" class="r wide-only">
                    calls
                  </th>
                  <th scope="col" class="r">
                    billed
                  </th>
                  <th scope="col" class="r wide-only">
                    list price
                  </th>
                  <th scope="col" class="r">
                    tare
                  </th>
                </tr>
              </thead>
              <tbody>
                {answer.sessions.map((row) => (
                  <tr key={row.session}>
                    <td class="mono">
                      <a href={formatPlace({ screen: 'session', subject: row.session, options: place.value.options })}>
                        {row.session.slice(row.session.indexOf(':') + 1).slice(0, 18)}
                      </a>
                    </td>
                    <td class="nw wide-only">{row.start === null ? 'unknown' : new Date(row.start).toLocaleString()}</td>
                    <td class="project-cell" title={row.project ?? ''}>
                      {row.project?.split(/[\\/]/).at(-1) ?? 'unknown'}
                    </td>
                    <td class="r wide-only">{formatCount(row.calls)}</td>
                    <td class="r nw">{formatIn('tokens', row.tokens)}</td>
                    <td class="r nw wide-only">{row.usd === null ? 'unpriced' : formatIn('usd', row.usd)}</td>
                    <td class="r nw">{row.tare === 0 ? '' : formatIn('tokens', row.tare)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </main>
      <Receipt command="tare session" reading="" />
    </>
  );
}

function OneSession({ client, version, session }: { readonly client: AnswerClient; readonly version: number; readonly session: string }) {
  const { answer, error, loading } = useAnswer(client, 'session', { session }, version);
  return (
    <>
      <main class={loading && answer !== undefined ? 'dimmed' : ''} aria-busy={loading}>
        {error !== undefined && <ErrorNotice error={error} />}
        {answer === undefined && error === undefined && <Waiting what="Weighing the session" />}
        {answer !== undefined && <SessionPage client={client} version={version} answer={answer} />}
      </main>
      <Receipt
        command={`tare session ${session.slice(session.indexOf(':') + 1)}`}
        reading={answer === undefined ? '' : `${formatCount(answer.calls)} calls`}
      />
    </>
  );
}

/** Screen 3: the list of sessions, or one of them. */
export function SessionScreen({ client, version }: { readonly client: AnswerClient; readonly version: number }) {
  const { subject } = place.value;
  return subject === undefined ? (
    <SessionList client={client} version={version} />
  ) : (
    <OneSession client={client} version={version} session={subject} />
  );
}
