import { useState } from 'preact/hooks';

/** What can be taken away from a screen. */
export interface Export {
  readonly name: 'PNG' | 'CSV' | 'HTML';
  readonly save: () => void | Promise<void>;
}

function CopyButton({ label, text, shortcut }: { readonly label: string; readonly text: () => string; readonly shortcut: string }) {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setDone(true);
    setTimeout(() => setDone(false), 1200);
  };
  return (
    <button type="button" data-key={shortcut} onClick={() => void copy()}>
      {done ? 'copied' : label} <kbd>{shortcut}</kbd>
    </button>
  );
}

/** The foot of every screen: the command that prints it, a link to it, and what was read and skipped. */
export function Receipt({
  command,
  reading,
  exports,
}: {
  readonly command: string;
  readonly reading: string;
  readonly exports: readonly Export[];
}) {
  return (
    <footer class="bot">
      <code class="cmd">{command}</code>
      <CopyButton label="copy command" shortcut="y" text={() => command} />
      <CopyButton label="copy link" shortcut="l" text={() => globalThis.location.href} />
      {exports.map((way) => (
        <button type="button" key={way.name} data-export={way.name} onClick={() => void way.save()}>
          {way.name}
        </button>
      ))}
      <span class="grow" />
      <span class="live">{reading}</span>
    </footer>
  );
}
