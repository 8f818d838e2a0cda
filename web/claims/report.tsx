import { render } from 'preact';
import '../look/look.css';
import { setTheme } from '../state/theme.ts';
import type { ClaimsData } from './claims-state.ts';
import { ClaimsView } from './claims-view.tsx';

function flipTheme(): void {
  const shown = document.documentElement.getAttribute('data-theme');
  const dark = shown === null ? matchMedia('(prefers-color-scheme: dark)').matches : shown === 'dark';
  setTheme(dark ? 'light' : 'dark');
}

/** The exported report: the claims renderer in a frame of its own, with nothing fetched. */
function Report({ data }: { readonly data: ClaimsData }) {
  return (
    <>
      <header class="top">
        <a class="brand" href="#claims">
          <span>Tare</span>
        </a>
        <nav aria-label="Report">
          <a class="tab" href="#claims" aria-current="page">
            {data.source.title}
          </a>
        </nav>
        <span class="grow" />
        <span class="ctl">
          <span class="pill scope">
            {data.source.id} · as of {data.source.asOf}
          </span>
          <button type="button" aria-label="Theme: light or dark" onClick={flipTheme}>
            ◐
          </button>
        </span>
      </header>
      <ClaimsView data={data} />
      <footer class="bot">
        <span class="cmd">
          tare check --seed {data.answer.seed} --samples {data.answer.samples}
        </span>
        <span class="grow" />
        <span>hash {data.answer.hash}</span>
      </footer>
    </>
  );
}

const root = document.querySelector('#report');
const stored = document.querySelector('#report-data');
if (root === null || stored === null) throw new Error('the report has no place or no data');
render(<Report data={JSON.parse(stored.textContent ?? '') as ClaimsData} />, root);
