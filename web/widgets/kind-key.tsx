import { segmentKinds, type SegmentKind } from '../../src/call/segment-kind.ts';

/** A swatch of a kind: hatched where it is unseen. */
export function KindSwatch({ kind }: { readonly kind: SegmentKind }) {
  return (
    <span
      class={kind === 'unseen' ? 'sw hatched' : 'sw'}
      style={kind === 'unseen' ? {} : { background: `var(--${kind === 'image' ? 'document' : kind})` }}
    />
  );
}

/** The hues of the kinds. */
export function KindKey() {
  return (
    <div class="key">
      {segmentKinds.map((kind) => (
        <span key={kind}>
          <KindSwatch kind={kind} />
          {kind}
        </span>
      ))}
    </div>
  );
}
