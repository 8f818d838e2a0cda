/** Where transcripts were looked for in vain; absent where the page shows a person's own. */
export const exampleLines = (): readonly string[] | undefined => document.body.dataset['example']?.split('\n');

/** Says that this is the example, and where Tare looked. */
export function ExampleBanner() {
  const lines = exampleLines();
  if (lines === undefined) return null;
  return (
    <details class="example-banner">
      <summary>
        <b>This is the example that comes with Tare, not your own work.</b> <span class="soft">Where it looked</span>
      </summary>
      <ul>
        {lines.map((line) => (
          <li key={line} class={line.startsWith(' ') ? 'mono' : ''}>
            {line.trim()}
          </li>
        ))}
      </ul>
    </details>
  );
}
