/*
 * A Tare process for tests: brings the ledger of a home folder up to date and then does what it is told.
 *   refresh            one refresh, then says "done"
 *   ask                every question once, answers on stdout
 *   hold               says "ready" and holds the ledger until its standard input ends
 */
import { once } from 'node:events';
import { withTare } from '../src/cli/with-tare.ts';
import { testWorld } from './test-world.ts';
import { askEverything } from './ask-everything.ts';

const [home, task] = process.argv.slice(2);
const world = testWorld(home ?? '');

await withTare(world, {}, async (tare) => {
  if (task === 'ask') process.stdout.write(`${JSON.stringify(await askEverything(tare.answers))}\n`);
  if (task === 'hold') {
    process.stdout.write('ready\n');
    process.stdin.resume();
    await once(process.stdin, 'end');
  }
});
if (task !== 'hold') process.stdout.write('done\n');
