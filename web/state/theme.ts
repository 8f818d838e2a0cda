import { signal } from '@preact/signals';

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `system` follows the machine; the choice lasts while the page is open. */
export const theme = signal<Theme>('system');

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', next);
}

export const toggleTheme = (): void => setTheme(themes[(themes.indexOf(theme.value) + 1) % themes.length] as Theme);
