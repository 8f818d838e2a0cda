import { formatCount } from '../base/number-format.ts';
import type { RefreshProgress } from './refresh.ts';
import type { World } from './world.ts';

/** Nothing is said about work that takes less than this. */
const patienceMilliseconds = 700;
const pauseMilliseconds = 100;

const megabytes = (bytes: number): string => `${formatCount(bytes / 1e6)} MB`;

function wordsOf(progress: RefreshProgress): string {
  switch (progress.step) {
    case 'reading':
      return `Reading ${formatCount(progress.filesDone)} of ${formatCount(progress.files)} files, ${megabytes(progress.bytesDone)} of ${megabytes(progress.bytes)}`;
    case 'weighing':
      return `Weighing ${formatCount(progress.groupsDone)} of ${formatCount(progress.groups)} sessions`;
  }
}

/** One line on stderr that is written over while work goes on, and wiped when it is done. */
export class ProgressLine {
  readonly #world: World;
  readonly #start: number;
  #last = 0;
  #shown = false;

  constructor(world: World) {
    this.#world = world;
    this.#start = world.clock();
  }

  show(progress: RefreshProgress): void {
    this.say(wordsOf(progress));
  }

  say(words: string): void {
    const now = this.#world.clock();
    if (now - this.#start < patienceMilliseconds || now - this.#last < pauseMilliseconds) return;
    this.#last = now;
    if (!this.#world.errorIsTerminal) {
      // A log takes one line, not one a tenth of a second.
      if (!this.#shown) this.#world.writeError(`${words}…\n`);
      this.#shown = true;
      return;
    }
    this.#shown = true;
    this.#world.writeError(`\r\u001b[K${words}…`);
  }

  done(): void {
    if (this.#shown && this.#world.errorIsTerminal) this.#world.writeError('\r\u001b[K');
    this.#shown = false;
  }
}
