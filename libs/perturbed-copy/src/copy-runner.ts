import type { StatementFailure, StatementRunner } from '#libs/business-database';
import type { PerturbedCopy } from './perturbed-copies.js';

/** What reads a copy: a database that has none of the data. */
export type CopyStatements = Pick<StatementRunner, 'plan' | 'read' | 'hazards'>;

/** Runs statements on a copy as on the data that they were written for. */
export class CopyRunner implements CopyStatements {
  constructor(
    private readonly copy: PerturbedCopy,
    private readonly statements: CopyStatements,
  ) {}

  async plan(sql: string): ReturnType<CopyStatements['plan']> {
    const own = await this.own(sql);
    return own === null ? { ...NOT_THERE, seconds: 0 } : this.statements.plan(own);
  }

  async read(...[sql, ...more]: Parameters<CopyStatements['read']>): ReturnType<CopyStatements['read']> {
    const own = await this.own(sql);
    return own === null ? { ...NOT_THERE, seconds: 0 } : this.statements.read(own, ...more);
  }

  hazards(): ReturnType<CopyStatements['hazards']> {
    return this.statements.hazards();
  }

  private async own(sql: string): Promise<string | null> {
    const statement = await this.copy.statement(sql);
    return statement === null ? null : `${this.copy.tables} SELECT * FROM (${statement}) AS statement_on_copy`;
  }
}

/** PostgreSQL's code for a table that does not exist. */
const NOT_THERE: StatementFailure = {
  outcome: 'failed',
  sqlstate: '42P01',
  reason: { zh: '副本中没有该表', en: 'the copy has no such table' },
  position: null,
  suggestedColumn: null,
};
