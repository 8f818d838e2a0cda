import { spawnSync } from 'node:child_process';

/** One run of a program, measured by the operating system. */
export interface MeasuredRun {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

/**
 * Runs a program under GNU time. Its CPU time includes threads and children; its memory is the largest of any process.
 * @throws when the program fails
 */
export function measureRun(command: string, args: readonly string[], env: Readonly<Record<string, string>>): MeasuredRun {
  const result = spawnSync('/usr/bin/time', ['-f', 'measured %U %S %e %M', command, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.error !== undefined) throw result.error;
  const measured = /measured ([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(result.stderr);
  if (result.status !== 0 || measured === null) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stderr.slice(-2000)}`);
  const [user, system, wall, kilobytes] = measured.slice(1).map(Number) as [number, number, number, number];
  return { cpuSeconds: user + system, wallSeconds: wall, peakMegabytes: kilobytes / 1024, output: result.stdout };
}

/** Runs several times and gives the run with the median CPU time. */
export function medianRun(times: number, run: () => MeasuredRun): MeasuredRun {
  const runs = Array.from({ length: times }, run).sort((a, b) => a.cpuSeconds - b.cpuSeconds);
  return runs[Math.floor((runs.length - 1) / 2)] as MeasuredRun;
}
