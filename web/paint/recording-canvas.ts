import type { Canvas } from './paint-context.ts';

const numbers = (values: readonly number[]): string => values.map((value) => String(Math.round(value * 100) / 100)).join(' ');

/** A canvas that writes down what is painted on it, with the style in force. */
export function recordingCanvas(): { readonly canvas: Canvas; readonly log: readonly string[] } {
  const log: string[] = [];
  const style = { fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textBaseline: 'alphabetic' as CanvasTextBaseline };
  const note =
    (name: string) =>
    (...values: number[]): void => {
      log.push(`${name} ${numbers(values)}`.trim());
    };
  const canvas: Canvas = Object.assign(style, {
    fillRect: (...values: number[]) => void log.push(`fillRect ${style.fillStyle} ${numbers(values)}`),
    strokeRect: (...values: number[]) => void log.push(`strokeRect ${style.strokeStyle} ${numbers(values)}`),
    fillText: (text: string, x: number, y: number) => void log.push(`fillText ${style.fillStyle} ${text} ${numbers([x, y])}`),
    stroke: () => void log.push(`stroke ${style.strokeStyle} ${style.lineWidth}`),
    clearRect: note('clearRect'),
    beginPath: note('beginPath'),
    moveTo: note('moveTo'),
    lineTo: note('lineTo'),
    rect: note('rect'),
    clip: () => void log.push('clip'),
    save: note('save'),
    restore: note('restore'),
  });
  return { canvas, log };
}
