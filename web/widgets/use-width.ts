import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The width of an element in CSS pixels, followed as the window changes. */
export function useWidth(before: number): readonly [RefObject<HTMLElement | null>, number] {
  const element = useRef<HTMLElement | null>(null);
  const [width, setWidth] = useState(before);
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(280, Math.floor(entry.contentRect.width)));
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
