/** GPUs of one hour by what they do. */
export interface StackHour {
  readonly busy: number;
  readonly idleHot: number;
  readonly dark: number;
  readonly needed: number;
}

export interface StackBox {
  readonly hour: number;
  readonly state: 'busy' | 'idleHot' | 'dark' | 'shortfall';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DayStack {
  readonly boxes: readonly StackBox[];
  /** Corners of the line of need, left to right. */
  readonly need: readonly (readonly [number, number])[];
  /** Height at which the fleet ends. */
  readonly fleetY: number;
  readonly top: number;
}

/** A day as columns: busy at the foot, idle-hot above, dark on top; what is needed beyond the fleet is a shortfall. */
export function layoutDay(hours: readonly StackHour[], fleet: number, width: number, height: number): DayStack {
  const top = Math.max(fleet, ...hours.map((hour) => hour.needed)) * 1.08 || 1;
  const scale = height / top;
  const step = hours.length === 0 ? width : width / hours.length;
  const boxes = hours.flatMap((hour, index): StackBox[] => {
    let below = 0;
    const box = (state: StackBox['state'], gpus: number): StackBox[] => {
      if (gpus <= 0) return [];
      const made: StackBox = {
        hour: index,
        state,
        x: index * step,
        width: step - 1,
        y: height - (below + gpus) * scale,
        height: gpus * scale,
      };
      below += gpus;
      return [made];
    };
    return [
      ...box('busy', hour.busy),
      ...box('idleHot', hour.idleHot),
      ...box('dark', hour.dark),
      ...box('shortfall', hour.needed - Math.max(fleet, below)),
    ];
  });
  const need = hours.flatMap((hour, index) => [
    [index * step, height - hour.needed * scale] as const,
    [(index + 1) * step, height - hour.needed * scale] as const,
  ]);
  return { boxes, need, fleetY: height - fleet * scale, top };
}
