import { filter, timeZone } from '../state/filter-state.ts';
import { formatPlace, place, screens, setOption, type Screen } from '../state/location.ts';
import { unitOf, unitsOf } from '../state/icicle-orders.ts';
import { theme, toggleTheme } from '../state/theme.ts';

const titles: Readonly<Record<Screen, string>> = { answer: 'Answer', tokens: 'Tokens', session: 'Session', plan: 'Plan', claims: 'Claims' };

const spans = [
  ['', 'all time'],
  ['7', 'last 7 days'],
  ['30', 'last 30 days'],
  ['90', 'last 90 days'],
] as const;

const unitNames = { tokens: 'tokens', usd: '$', gpu: 'GPU-s' } as const;

/** The local day so many days ago. */
function sinceDays(days: string): string {
  if (days === '') return '';
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone.value }).format(Date.now() - Number(days) * 86_400_000);
}

/** The period chosen by days, or what the address says. */
function PeriodChoice() {
  const { since, until } = place.value.options;
  const chosen = spans.find(([days]) => sinceDays(days) === (since ?? '') && until === undefined);
  return (
    <select
      class="pill scope"
      aria-label="period"
      value={chosen === undefined ? 'own' : chosen[0]}
      onChange={(event) => {
        setOption('until', '', 'replace');
        setOption('since', sinceDays(event.currentTarget.value));
      }}
    >
      {chosen === undefined && <option value="own">{`${since ?? 'start'} to ${until ?? 'now'}`}</option>}
      {spans.map(([days, name]) => (
        <option key={days} value={days}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Screens, period, unit and theme: the same on every screen. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { screen: here, options } = place.value;
  const units = unitsOf(here);
  const asked = unitOf(options['unit']);
  const unit = units.includes(asked) ? asked : 'tokens';
  return (
    <header class="top">
      <a class="brand" href="#/answer" aria-label="Tare">
        <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
          <path d="M9 2.5v12M5 15.5h8M3.5 4.5h11M3.5 4.5l-2.3 5.4h4.6zM14.5 4.5l-2.3 5.4h4.6z" />
        </svg>
        <span>Tare</span>
      </a>
      <nav aria-label="screens">
        {screens.map((screen, index) => (
          <a
            key={screen}
            class="tab"
            href={formatPlace({ screen, subject: undefined, options: place.value.options })}
            aria-current={place.value.screen === screen ? 'page' : undefined}
          >
            {titles[screen]} <kbd>{index + 1}</kbd>
          </a>
        ))}
      </nav>
      <span class="grow" />
      <div class="ctl">
        {filter.value.project !== undefined && (
          <button type="button" class="pill" onClick={() => setOption('project', '')} title="show all projects again">
            {filter.value.project} ×
          </button>
        )}
        {here !== 'claims' && <PeriodChoice />}
        {units.length > 0 && (
          <div class="seg unit" role="group" aria-label="unit">
            {units.map((name) => (
              <button
                type="button"
                key={name}
                aria-pressed={unit === name}
                onClick={() => setOption('unit', name === 'tokens' ? '' : name, 'replace')}
              >
                {unitNames[name]}
              </button>
            ))}
          </div>
        )}
        <button type="button" onClick={toggleTheme} aria-label={`theme: ${theme.value}`} title="light, dark or as the system">
          ◐
        </button>
        <button type="button" id="hp" onClick={onHelp} aria-label="keys">
          ?
        </button>
      </div>
    </header>
  );
}
