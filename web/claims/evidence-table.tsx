import type { CaseSource, EvidenceSource } from '../../src/judge/case/case.ts';
import { daysPastShelfLife } from '../../src/judge/case/evidence-use.ts';
import type { LinkedCase } from '../../src/judge/case/linked-case.ts';
import { inputText } from '../../src/judge/wording/input-text.ts';

function Badges({ row, asOf }: { readonly row: EvidenceSource; readonly asOf: string }) {
  const past = daysPastShelfLife(row, asOf);
  return (
    <>
      {row.conflictsWith.length > 0 && <span class="badge bad">conflict, both run</span>}{' '}
      {past !== undefined && <span class="badge old">{past} d past</span>}{' '}
      {row.source.url === undefined && <span class="badge bad">no source</span>}
      {past === undefined && row.conflictsWith.length === 0 && row.source.url !== undefined && (
        <span class="badge">{row.shelfLifeDays === undefined ? 'history' : 'fresh'}</span>
      )}
    </>
  );
}

const valueOf = (id: string, text: string | undefined, linked: LinkedCase): string => {
  const input = linked.inputs.get(id);
  return input === undefined ? (text ?? 'unknown') : inputText(input);
};

/** Rows that a claim rests on; every name leads to the row with its source. */
export function ClaimEvidence({
  linked,
  used,
  context,
}: {
  readonly linked: LinkedCase;
  readonly used: readonly string[];
  readonly context: readonly string[];
}) {
  const { source } = linked;
  const rows = source.evidence.filter(({ id }) => used.includes(id) || context.includes(id));
  const assumed = source.assumptions.filter(({ id, byDefinition }) => used.includes(id) && !byDefinition);
  return (
    <table class="ev">
      <thead>
        <tr>
          <th>quantity</th>
          <th class="r">value (90 %)</th>
          <th class="opt">quality · seen</th>
          <th class="opt">date</th>
          <th>badge</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} class={used.includes(row.id) ? '' : 'context'}>
            <td>
              <a href={`#row-${row.id}`}>{row.quantity}</a>
            </td>
            <td class="r">{valueOf(row.id, row.text, linked)}</td>
            <td class="opt">
              {row.quality} · {row.seen}
            </td>
            <td class="opt nw">{row.date ?? 'undated'}</td>
            <td>
              <Badges row={row} asOf={source.asOf} />
            </td>
          </tr>
        ))}
        {assumed.map((item) => (
          <tr key={item.id}>
            <td>
              <a href={`#row-${item.id}`}>{item.says}</a>
            </td>
            <td class="r">{valueOf(item.id, undefined, linked)}</td>
            <td class="opt">assumption</td>
            <td class="opt"></td>
            <td>
              <span class="badge bad">no source</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everything the case knows, row by row, with its source. */
export function AllRows({ linked }: { readonly linked: LinkedCase }) {
  const { source } = linked;
  const groups = [...new Set(source.evidence.map(({ group }) => group))];
  return (
    <details class="all-rows behind">
      <summary>
        <b>Every row</b>: {source.evidence.length} of evidence, then what is assumed and what is defined
      </summary>
      {groups.map((group) => (
        <Group key={group} title={group} rows={source.evidence.filter((row) => row.group === group)} linked={linked} />
      ))}
      <Assumed source={source} linked={linked} />
    </details>
  );
}

function Group({ title, rows, linked }: { readonly title: string; readonly rows: readonly EvidenceSource[]; readonly linked: LinkedCase }) {
  return (
    <table class="ev rows">
      <thead>
        <tr>
          <th colSpan={2}>{title}</th>
          <th>quality · seen · date</th>
          <th>source and note</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} id={`row-${row.id}`}>
            <td>
              <code>{row.id}</code>
              <br />
              {row.quantity}
            </td>
            <td class="r">{valueOf(row.id, row.text, linked)}</td>
            <td>
              {row.quality} · {row.seen}
              <br />
              {row.date ?? 'undated'} <Badges row={row} asOf={linked.source.asOf} />
            </td>
            <td>
              {row.source.url === undefined ? row.source.title : <a href={row.source.url}>{row.source.title}</a>}
              {row.note !== '' && <p class="soft">{row.note}</p>}
              {row.derived !== undefined && (
                <p class="soft">
                  <code>= {row.derived}</code>
                </p>
              )}
              {row.conflictsWith.map((other) => (
                <p key={other}>
                  against <a href={`#row-${other}`}>{other}</a>
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Assumed({ source, linked }: { readonly source: CaseSource; readonly linked: LinkedCase }) {
  return (
    <table class="ev rows">
      <thead>
        <tr>
          <th colSpan={2}>assumed and defined</th>
          <th>kind</th>
          <th>why</th>
        </tr>
      </thead>
      <tbody>
        {source.assumptions.map((item) => (
          <tr key={item.id} id={`row-${item.id}`}>
            <td>
              <code>{item.id}</code>
              <br />
              {item.says}
            </td>
            <td class="r">{valueOf(item.id, undefined, linked)}</td>
            <td>{item.byDefinition ? 'by definition' : 'assumption'}</td>
            <td class="soft">{item.why}</td>
          </tr>
        ))}
        {source.quantities.map((item) => (
          <tr key={item.id} id={`row-${item.id}`}>
            <td>
              <code>{item.id}</code>
              <br />
              {item.says}
            </td>
            <td class="r">{item.unit}</td>
            <td>formula</td>
            <td>
              <code>{item.formula}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
