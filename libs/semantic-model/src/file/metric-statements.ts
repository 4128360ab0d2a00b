import { z } from 'zod';
import type { Metric } from '../model.js';
import { expressionSql } from '../measures/expression-sql.js';
import { ADDITIVITIES, unitPlain, unitSchema } from './field-statements.js';
import { labelStatement, synonymsStatement } from './name-statements.js';
import { PERSON, statement, type Statement } from './statement.js';

const evidence: Pick<Statement<Metric>, 'evidenceOf' | 'mark'> = {
  evidenceOf: (metric) => metric.evidence,
  mark: (metric) => ({ ...metric, evidence: PERSON }),
};

const named = {
  nameOf: (metric: Metric) => metric.name,
  withName: (metric: Metric, name: Metric['name']): Metric => ({ ...metric, name }),
  ...evidence,
};

/** One expression of one row: no statement may follow, and no comment may hide what does. */
export const EXPRESSION = /^(?!.*(;|--|\/\*))\S(.*\S)?$/s;

/** What the file says about a metric besides its table. */
export const METRIC_STATEMENTS: readonly Statement<Metric>[] = [
  labelStatement(named),
  synonymsStatement(named),
  statement({
    key: 'expression',
    schema: z.string().trim().max(1000).regex(EXPRESSION),
    evidence,
    write: (metric: Metric) => expressionSql(metric),
    apply: (metric, sql) =>
      sql === null || sql === expressionSql(metric) ? metric : { ...metric, expression: { form: 'sql', sql } },
  }),
  statement({
    key: 'additivity',
    schema: z.enum(ADDITIVITIES),
    choices: ADDITIVITIES,
    evidence,
    write: ({ additivity }: Metric) => additivity,
    apply: (metric, additivity) => (additivity === null ? metric : { ...metric, additivity }),
  }),
  statement({
    key: 'unit',
    schema: unitSchema,
    evidence,
    columnsIn: ({ field }) => (field === null ? [] : [field]),
    write: ({ unit }: Metric) => unitPlain(unit),
    apply: (metric, unit) => ({ ...metric, unit }),
  }),
];
