import type { ComponentChildren } from 'preact';
import type { TareError } from '../../src/base/tare-error.ts';

/** Something went wrong: what, and the command or act that helps. */
export function ErrorNotice({ error }: { readonly error: TareError }) {
  return (
    <div class="box notice" role="alert">
      <h2>{error.message}</h2>
      <p>{error.hint}</p>
    </div>
  );
}

/** Nothing to show here, and why. */
export function EmptyNotice({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="box notice">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** An answer on its way: keeps the room of what will stand here. */
export function Waiting({ what }: { readonly what: string }) {
  return (
    <p class="waiting soft" role="status">
      {what}…
    </p>
  );
}
