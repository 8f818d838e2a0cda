import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` (and `, N skipped`) alone on the last line, for programs that read it. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let brokenFiles = 0;
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.state() === 'failed' && count.failed === before) brokenFiles++;
    }
    const failed = count.failed + brokenFiles;
    const skipped = count.skipped + count.pending;
    process.stdout.write(`\n${count.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}
