import { useEffect, useRef } from 'preact/hooks';

const keys = [
  ['1 to 5', 'Answer, Tokens, Session, Plan, Claims'],
  ['y', 'copy the command that prints this screen'],
  ['l', 'copy a link to exactly this'],
  ['t', 'light or dark'],
  ['/', 'search, where there is a search'],
  ['j k', 'next and previous row or call'],
  ['w a s d', 'zoom and pan the picture'],
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
