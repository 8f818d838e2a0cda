import { useEffect, useRef } from 'preact/hooks';

const keys = [
  ['1 to 5', 'Answer, Tokens, Session, Plan, Claims'],
  ['y', 'copy the command that prints this screen'],
  ['l', 'copy a link to exactly this'],
  ['t', 'light or dark'],
  ['u', 'tokens, dollars; on the Tokens screen also GPU-seconds as if'],
  ['o', 'next order of the Tokens screen'],
  ['/', 'search boxes on the Tokens screen'],
  ['j k', 'next and previous row, call or claim'],
  ['Enter', 'open the row'],
  ['w s a d', 'zoom and pan the icicle'],
  ['e', 'to the export buttons'],
  ['Esc', 'out, back'],
] as const;

/** The keys, in a dialog. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-label="keys">
      <table>
        <tbody>
          {keys.map(([key, what]) => (
            <tr key={key}>
              <td class="nw">
                <kbd>{key}</kbd>
              </td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <form method="dialog">
        <button type="submit">close</button>
      </form>
    </dialog>
  );
}
