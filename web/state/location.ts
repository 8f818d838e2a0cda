import { computed, signal, type ReadonlySignal } from '@preact/signals';

export const screens = ['answer', 'tokens', 'session', 'plan', 'claims'] as const;
export type Screen = (typeof screens)[number];

/** What is looked at, whole: it stands in the address, so that a link shows the same. */
export interface Place {
  readonly screen: Screen;
  /** Session id on the session screen, claim id on the claims screen. */
  readonly subject: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

const isScreen = (text: string | undefined): text is Screen => screens.some((screen) => screen === text);

/**
 * Reads `#/session/<id>?since=…`. An unknown screen is the first. A bare `#C3` is a claim: the claims renderer writes
 * its own place so, also in a report that stands alone.
 */
export function parsePlace(hash: string): Place {
  if (/^#[A-Za-z]/.test(hash)) return { screen: 'claims', subject: hash.slice(1), options: {} };
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen, ...rest] = path.split('/').map(decodeURIComponent);
  const subject = rest.join('/');
  return {
    screen: isScreen(screen) ? screen : 'answer',
    subject: subject === '' ? undefined : subject,
    options: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function formatPlace(place: Place): string {
  const search = new URLSearchParams(Object.entries(place.options).filter(([, value]) => value !== '')).toString();
  const subject = place.subject === undefined ? '' : `/${encodeURIComponent(place.subject)}`;
  return `#/${place.screen}${subject}${search === '' ? '' : `?${search}`}`;
}

const current = signal<Place>(parsePlace(globalThis.location?.hash ?? ''));

export const place: ReadonlySignal<Place> = computed(() => current.value);

/** Goes to a place. `replace` leaves no step in the history: for sliders, brushes and cursors. */
export function goTo(change: Partial<Place>, history: 'push' | 'replace' = 'push'): void {
  const next = { ...current.value, ...change };
  const hash = formatPlace(next);
  if (history === 'push') globalThis.history.pushState(null, '', hash);
  else globalThis.history.replaceState(null, '', hash);
  current.value = next;
}

/** Sets or, with '', removes one option of the place. */
export function setOption(name: string, value: string, history: 'push' | 'replace' = 'push'): void {
  const { [name]: _, ...others } = current.value.options;
  goTo({ options: value === '' ? others : { ...others, [name]: value } }, history);
}

/** Follows the back and forward buttons. */
export function followHistory(): void {
  globalThis.addEventListener('popstate', () => {
    current.value = parsePlace(globalThis.location.hash);
  });
}
