import type { AnswerService } from '../show/answers/answer-service.ts';
import type { ForgetCount, ForgetRequest } from '../ledger/forget-request.ts';
import type { ExportReport, ExportRequest } from './export-tables.ts';
import type { RefreshProgress, RefreshReport } from './refresh.ts';
import type { Counting } from './weighing-tools.ts';

export interface RefreshRequest {
  /** How texts are counted; what was counted otherwise is weighed again. */
  readonly counting?: Counting;
  readonly onProgress?: (progress: RefreshProgress) => void;
}

/** Everything a command does with the ledger, whether this process holds it or another. */
export interface TareService {
  readonly answers: AnswerService;
  /** Reads what is new and weighs what changed. Progress comes only where this process does the work. */
  refresh(request?: RefreshRequest): Promise<RefreshReport>;
  /** Learns from this ledger's own bills how to count, and weighs everything anew with it. */
  learn(): Promise<void>;
  countForgotten(request: ForgetRequest): Promise<ForgetCount>;
  forget(request: ForgetRequest): Promise<ForgetCount>;
  exportTables(request: ExportRequest): Promise<ExportReport>;
  close(): Promise<void>;
}
