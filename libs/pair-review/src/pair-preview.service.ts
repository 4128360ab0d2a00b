import { Injectable } from '@nestjs/common';
import type { ReadRow, StatementFailure } from '#libs/business-database';
import { DomainError } from '#libs/domain-errors';
import { checkAndDescribe } from '#libs/sql-safety';
import { isValid, type Attempt } from '#libs/statement-validation';
import type { PairEvidence } from '#libs/step-files';
import { pairReviewErrors } from './errors.js';
import { maskResult, type MaskedResult } from './mask-result.js';
import type { SchemaFacts } from './schema-facts.js';
import { PREVIEW_TIMEOUT_MS, StatementCheckService, type Surroundings } from './statement-check.service.js';

export interface PairPreview {
  /** The outcome of the same ladder as in sql_validation. */
  readonly check: Attempt;
  /** Null for a statement that is not valid. */
  readonly result: (MaskedResult & { readonly isComplete: boolean }) | null;
  /** Null unless a proof was asked for, and the statement is valid and can be proven. */
  readonly evidence: PairEvidence | null;
}

interface PreviewOptions {
  readonly maxRows: number;
  readonly proves: boolean;
}

/** The answer to a statement, as far as a reviewer may see it. */
@Injectable()
export class PairPreviewService {
  constructor(private readonly statementCheckService: StatementCheckService) {}

  /** @throws DomainError `pair_preview_off`, `database_…` */
  async preview(
    sql: string,
    { maxRows, proves }: PreviewOptions,
    facts: SchemaFacts,
    surroundings: Surroundings,
  ): Promise<PairPreview> {
    if (!surroundings.task.parameters.execute_sql) {
      throw new DomainError(pairReviewErrors.pair_preview_off);
    }
    return this.statementCheckService.on(surroundings, async (database) => {
      const check = await this.statementCheckService.validate(sql, database, surroundings);
      if (!isValid(check)) {
        return { check, result: null, evidence: null };
      }
      const statements = database.statements({ connections: 1, statementTimeoutMs: PREVIEW_TIMEOUT_MS });
      const rows: ReadRow[] = [];
      const limits = { maxRows, maxCells: 100 * maxRows, origins: true };
      const read = await statements.read(sql, limits, (some) => rows.push(...some));
      if (read.outcome !== 'read') {
        return { check: failed(read, surroundings), result: null, evidence: null };
      }
      const { shape } = await checkAndDescribe(sql);
      const masked = await maskResult(sql, shape?.columns ?? [], { columns: read.columns, rows }, facts);
      const evidence = proves ? await this.statementCheckService.prove(sql, database, facts, surroundings) : null;
      return { check, result: { ...masked, isComplete: read.isComplete }, evidence };
    });
  }
}

function failed(failure: StatementFailure & { readonly seconds: number }, { language }: Surroundings): Attempt {
  const { outcome, sqlstate, reason, position, suggestedColumn, seconds } = failure;
  const problem = { sqlstate, message: reason[language], position, hint: suggestedColumn };
  return { status: outcome === 'timeout' ? 'timeout' : 'invalid', problem, seconds, retries: 0 };
}
