import { cacheCompaction } from './cache-compaction.ts';
import { cacheExpired } from './cache-expired.ts';
import { cacheModelSwitch } from './cache-model-switch.ts';
import { cachePrefixChanged } from './cache-prefix-changed.ts';
import { cacheToolsChanged } from './cache-tools-changed.ts';
import { cacheUnknown } from './cache-unknown.ts';
import { carriedReasoning } from './carried-reasoning.ts';
import type { Detector } from './detector.ts';
import { duplicateContent } from './duplicate-content.ts';
import { failedCall } from './failed-call.ts';
import { largeResultCarried } from './large-result-carried.ts';
import { repeatedSubagentStartup } from './repeated-subagent-startup.ts';
import { sessionNotCut } from './session-not-cut.ts';
import { supersededResult } from './superseded-result.ts';
import { unusedTools } from './unused-tools.ts';
import { wholeFileRewrite } from './whole-file-rewrite.ts';

/** One a cause. Their order decides nothing: overlaps are settled by state and size. */
export const detectors: readonly Detector[] = [
  cacheExpired,
  cachePrefixChanged,
  cacheCompaction,
  cacheModelSwitch,
  cacheToolsChanged,
  cacheUnknown,
  duplicateContent,
  supersededResult,
  largeResultCarried,
  unusedTools,
  failedCall,
  wholeFileRewrite,
  carriedReasoning,
  sessionNotCut,
  repeatedSubagentStartup,
];
