import { randomFrom, seed } from '../../src/base/random.ts';
import { deskBrowserExample } from './desk-browser-example.ts';
import { triageExample } from './triage-example.ts';

/** A file of captures, with its path below `examples/captures/`. */
export interface CaptureFile {
  readonly path: string;
  readonly text: string;
}

/** Every made-up log of requests and responses: the same bytes each time. */
export function captureExamples(): readonly CaptureFile[] {
  const random = randomFrom(seed(20260316));
  return [triageExample(random.fork('triage')), deskBrowserExample(random.fork('browser'))];
}
