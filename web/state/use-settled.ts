import { useEffect, useState } from 'preact/hooks';

/** A value once it has stood still: what changes with every frame of a zoom is asked for when the zoom rests. */
export function useSettled<Value extends string | undefined>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
