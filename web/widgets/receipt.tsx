import { useContext, useState } from 'preact/hooks';
import { place } from '../state/location.ts';
import { SavedAnswers } from '../state/saved-context.ts';
import { savedHtml } from '../state/saved-file.ts';
import { pictureAsPng, saveFile, tablesAsCsv } from '../state/save.ts';

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

const exportKinds = ['PNG', 'CSV', 'HTML'] as const;
type ExportKind = (typeof exportKinds)[number];

function ExportButtons() {
  const answers = useContext(SavedAnswers);
  const [problem, setProblem] = useState('');
  const name = `tare-${place.value.screen}`;
  const main = (): ParentNode => document.querySelector('main') ?? document;
  const save = async (kind: ExportKind): Promise<void> => {
    setProblem('');
    switch (kind) {
      case 'CSV':
        saveFile(`${name}.csv`, new Blob([tablesAsCsv(main())], { type: 'text/csv' }));
        return;
      case 'PNG': {
        const picture = await pictureAsPng(main());
        if (picture === undefined) setProblem('no picture here');
        else saveFile(`${name}.png`, picture);
        return;
      }
      case 'HTML':
        saveFile(`${name}.html`, new Blob([await savedHtml(answers ?? new Map(), globalThis.location.hash)], { type: 'text/html' }));
    }
  };
  // A saved file has no server to fetch its own script from: it is saved already.
  const kinds = answers === undefined ? exportKinds.filter((kind) => kind !== 'HTML') : exportKinds;
  return (
    <>
      {kinds.map((kind) => (
        <button
          type="button"
          key={kind}
          data-export={kind}
          title={`save this screen as ${kind}`}
          onClick={() => void save(kind).catch((error: unknown) => setProblem(String(error)))}
        >
          {kind}
        </button>
      ))}
      {problem !== '' && <span role="alert">{problem}</span>}
    </>
  );
}

/** The foot of every screen: the command that prints it, a link to it, what can be saved, and what was read. */
export function Receipt({ command, reading }: { readonly command: string; readonly reading: string }) {
  return (
    <footer class="bot">
      <code class="cmd">{command}</code>
      <CopyButton label="copy command" shortcut="y" text={() => command} />
      <CopyButton label="copy link" shortcut="l" text={() => globalThis.location.href} />
      <ExportButtons />
      <span class="grow" />
      <span class="live">{reading}</span>
    </footer>
  );
}
