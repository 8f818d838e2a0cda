import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AnswerClient } from './state/answer-client.ts';
import { filterProblem } from './state/filter-state.ts';
import { unitOf, unitsOf } from './state/icicle-orders.ts';
import { goTo, place, screens, setOption } from './state/location.ts';
import { lazyModule, useModule } from './state/use-module.ts';
import { setTheme, theme } from './state/theme.ts';
import { AnswerScreen } from './pages/answer-screen.tsx';
import { SessionScreen } from './pages/session-screen.tsx';
import { TokensScreen } from './pages/tokens-screen.tsx';
import { ExampleBanner } from './widgets/example-banner.tsx';
import { Help } from './widgets/help.tsx';
import { ErrorNotice, Waiting } from './widgets/notice.tsx';
import { TopBar } from './widgets/top-bar.tsx';

const planScreen = lazyModule(() => import('./pages/plan-screen.tsx'));
const claimsScreen = lazyModule(() => import('./pages/claims-screen.tsx'));

const onItsWay = (
  <main>
    <Waiting what="Loading" />
  </main>
);

function LatePlan({ client }: { readonly client: AnswerClient }) {
  const module = useModule(planScreen);
  return module === undefined ? onItsWay : <module.PlanScreen client={client} />;
}

function LateClaims({ client }: { readonly client: AnswerClient }) {
  const module = useModule(claimsScreen);
  return module === undefined ? onItsWay : <module.ClaimsScreen client={client} />;
}

/** Grows whenever the ledger has something new. */
const version = signal(0);

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/** Steps through rows that lead somewhere; false where there are none. */
function moveRow(by: 1 | -1): boolean {
  const rows = Array.from(document.querySelectorAll<HTMLElement>('[data-row]'));
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
  return rows.length > 0;
}

/** Dollars after tokens; on the Tokens screen GPU-seconds after dollars. */
function nextUnit(): void {
  const { screen, options } = place.value;
  const units = unitsOf(screen);
  const next = units[(units.indexOf(unitOf(options['unit'])) + 1) % units.length] ?? 'tokens';
  setOption('unit', next === 'tokens' ? '' : next, 'replace');
}

function pressKey(event: KeyboardEvent, showHelp: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const screen = screens[Number(event.key) - 1];
  if (screen !== undefined) goTo({ screen, subject: undefined });
  else if (event.key === 't') setTheme(theme.value === 'dark' ? 'light' : 'dark');
  else if (event.key === '?') showHelp();
  else if (event.key === 'u') nextUnit();
  else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-search]')?.focus();
  else if (event.key === 'o') document.querySelector<HTMLButtonElement>('[data-order][aria-pressed=true] + button, [data-order]')?.click();
  else if (event.key === 'e') document.querySelector<HTMLButtonElement>('[data-export=HTML]')?.focus();
  else if ((event.key === 'j' || event.key === 'k') && moveRow(event.key === 'j' ? 1 : -1)) void 0;
  else if (event.key === 'Enter' && event.target instanceof HTMLTableRowElement) event.target.querySelector('a')?.click();
  else if (event.key === 'y' || event.key === 'l') document.querySelector<HTMLButtonElement>(`[data-key=${event.key}]`)?.click();
  else return;
  event.preventDefault();
}

/** The page: one frame, five screens. */
export function App({ client }: { readonly client: AnswerClient }) {
  const help = useSignal(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => pressKey(event, () => (help.value = true));
    globalThis.addEventListener('keydown', onKey);
    const stop = client.onChange(() => version.value++);
    return () => {
      globalThis.removeEventListener('keydown', onKey);
      stop();
    };
  }, [client, help]);
  const { screen } = place.value;
  return (
    <>
      <TopBar onHelp={() => (help.value = true)} />
      {['answer', 'tokens', 'session'].includes(screen) && <ExampleBanner />}
      {filterProblem.value !== undefined && <ErrorNotice error={filterProblem.value} />}
      {screen === 'answer' && <AnswerScreen client={client} version={version.value} />}
      {screen === 'tokens' && <TokensScreen client={client} version={version.value} />}
      {screen === 'session' && <SessionScreen client={client} version={version.value} />}
      {screen === 'plan' && <LatePlan client={client} />}
      {screen === 'claims' && <LateClaims client={client} />}
      {help.value && <Help onClose={() => (help.value = false)} />}
    </>
  );
}
