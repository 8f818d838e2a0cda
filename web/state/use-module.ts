import { useEffect, useState } from 'preact/hooks';

/** A part of the page that comes when it is first needed. */
export interface LazyModule<Module> {
  readonly load: () => Promise<Module>;
  readonly loaded: () => Module | undefined;
}

export function lazyModule<Module>(load: () => Promise<Module>): LazyModule<Module> {
  let loading: Promise<Module> | undefined;
  let module: Module | undefined;
  return {
    load: () => {
      loading ??= load().then((it) => (module = it));
      return loading;
    },
    loaded: () => module,
  };
}

/** The module, or `undefined` on its way; once there, it is there at once. */
export function useModule<Module>(lazy: LazyModule<Module>): Module | undefined {
  const [module, setModule] = useState(lazy.loaded);
  useEffect(() => {
    if (module === undefined) void lazy.load().then((it) => setModule(() => it));
  }, [lazy, module]);
  return module;
}
