import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { servePage } from '../show/server/serve-page.ts';
import { pageAssets } from './page-assets.ts';
import type { TareService } from './tare-service.ts';
import type { World } from './world.ts';

/** How often the sources are looked at while somebody watches the page. */
const lookEveryMilliseconds = 3000;

function browserCommand(world: World): readonly [string, ...string[]] | undefined {
  if (world.platform === 'darwin') return ['open'];
  if (world.platform === 'win32') return ['cmd', '/c', 'start', ''];
  return world.env['DISPLAY'] === undefined && world.env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open'];
}

function openBrowser(world: World, url: string): void {
  const command = browserCommand(world);
  if (command === undefined) return;
  const [program, ...rest] = command;
  const browser = spawn(program, [...rest, url], { stdio: 'ignore', detached: true });
  // The address is printed anyway: a machine without a browser loses nothing.
  browser.once('error', () => world.writeError('No browser could be opened: open the address above yourself.\n'));
  browser.unref();
}

/** Looks for new calls while somebody listens, and tells them; one look at a time. */
class SourceWatch {
  readonly #service: TareService;
  readonly #world: World;
  readonly #listeners = new Set<(version: number) => void>();
  #version = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(service: TareService, world: World) {
    this.#service = service;
    this.#world = world;
  }

  listen(listener: (version: number) => void): () => void {
    this.#listeners.add(listener);
    this.#schedule();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#look(), lookEveryMilliseconds);
  }

  async #look(): Promise<void> {
    try {
      const { filesRead, groupsWeighed } = await this.#service.refresh();
      if (filesRead > 0 || groupsWeighed > 0) {
        this.#version++;
        for (const listener of this.#listeners) listener(this.#version);
      }
    } catch (error) {
      this.#world.writeError(
        `Looking for new calls failed, and will be tried again: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
    this.#timer = undefined;
    if (this.#listeners.size > 0) this.#schedule();
  }
}

export interface PageOptions {
  readonly port: number;
  readonly openBrowser: boolean;
  /** Where transcripts were looked for in vain: the example is shown. */
  readonly lookedIn?: readonly string[];
}

/** Serves the page until Ctrl-C. */
export async function openPage(service: TareService, world: World, options: PageOptions): Promise<void> {
  const watch = new SourceWatch(service, world);
  const page = await servePage(
    {
      answers: service.answers,
      token: randomBytes(24).toString('hex'),
      assets: pageAssets(),
      ...(options.lookedIn === undefined ? {} : { lookedIn: options.lookedIn }),
      onChange: (listener) => watch.listen(listener),
    },
    options.port,
  );
  world.writeOutput(`\nThe page: ${page.url}\nCtrl-C ends it.\n`);
  if (options.openBrowser) openBrowser(world, page.url);
  await new Promise<void>((resolve) => {
    if (world.signal.aborted) resolve();
    else world.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  watch.stop();
  await page.close();
}
