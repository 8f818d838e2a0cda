import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../state/theme.ts';
import { readPalette, type Palette } from '../paint/palette.ts';

interface CanvasPictureProps {
  readonly width: number;
  readonly height: number;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly paint: (canvas: CanvasRenderingContext2D, palette: Palette) => void;
  readonly onMove?: (x: number, y: number) => void;
  readonly onClick?: (x: number, y: number) => void;
  readonly onLeave?: () => void;
}

const at = (event: MouseEvent, then: ((x: number, y: number) => void) | undefined): void => then?.(event.offsetX, event.offsetY);

/** A canvas at the device's resolution, painted again when its content, size or theme changes. */
export function CanvasPicture({ width, height, label, paint, onMove, onClick, onLeave }: CanvasPictureProps) {
  const element = useRef<HTMLCanvasElement | null>(null);
  useEffect(() => {
    const target = element.current;
    const canvas = target?.getContext('2d');
    if (target === null || canvas === null || canvas === undefined) return;
    const ratio = globalThis.devicePixelRatio;
    target.width = Math.round(width * ratio);
    target.height = Math.round(height * ratio);
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(canvas, readPalette(document.body));
  }, [width, height, paint, theme.value]);
  return (
    <canvas
      ref={element}
      role="img"
      aria-label={label}
      style={{ width: `${width}px`, height: `${height}px`, display: 'block' }}
      onMouseMove={(event) => at(event, onMove)}
      onClick={(event) => at(event, onClick)}
      onMouseLeave={() => onLeave?.()}
    />
  );
}
