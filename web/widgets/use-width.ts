import { useCallback, useRef, useState } from 'preact/hooks';

/**
 * The width of an element in CSS pixels, followed as the window changes and as the element is replaced. `before`: until it
 * is measured, at most the window's.
 */
export function useWidth(before: number): readonly [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(Math.min(before, innerWidth - 24));
  const observer = useRef<ResizeObserver | undefined>(undefined);
  const measure = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(280, Math.floor(entry.contentRect.width)));
    });
    observer.current.observe(element);
  }, []);
  return [measure, width];
}
