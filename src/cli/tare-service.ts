import type { AnswerService } from '../show/answers/answer-service.ts';
import type { ForgetCount, ForgetRequest } from '../ledger/forget-request.ts';
import type { ExportReport, ExportRequest } from './export-tables.ts';
import type { RefreshProgress, RefreshReport } from './refresh.ts';

/** Everything a command does with the ledger, whether this process holds it or another. */
export interface TareService {
  readonly answers: AnswerService;
  /** Reads what is new and weighs what changed. Progress comes only where this process does the work. */
  refresh(onProgress?: (progress: RefreshProgress) => void): Promise<RefreshReport>;
  /** Learns from this ledger's own bills how to count, and weighs everything anew with it. */
  learn(): Promise<void>;
  countForgotten(request: ForgetRequest): Promise<ForgetCount>;
  forget(request: ForgetRequest): Promise<ForgetCount>;
  exportTables(request: ExportRequest): Promise<ExportReport>;
  close(): Promise<void>;
}
