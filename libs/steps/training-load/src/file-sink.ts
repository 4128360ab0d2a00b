import type { Language } from '#libs/domain-errors';
import { languageOf } from '#libs/pipeline';
import {
  checkAndDescribe,
  difficultyOf,
  type HarmlessStatement,
  type Refusal,
  type StatementShape,
} from '#libs/sql-safety';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import { messages } from './messages.js';
import type { Pair } from './pair-file.js';
import { COMPONENT, type TrainingSink } from './sink.js';
import { spiderSchema } from './spider-schema.js';
import { parseTables, type TableShape } from './table-shapes.js';
import type { TrainingData, TrainingRecord } from './training-data.js';

const FILES = { chat: 'training_data.jsonl', questions: 'questions.json', tables: 'tables.json' };

interface DescribedTable extends TableShape {
  readonly ddl: string;
}

/**
 * Files for fine-tuning and evaluation, among the files of the task: chat messages a line (`training_data.jsonl`),
 * and the pairs and the schema in the form of Spider and BIRD (`questions.json`, `tables.json`).
 */
export class FileSink implements TrainingSink {
  readonly name = 'files';

  async load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult> {
    const language = languageOf(input.parameters);
    const tables: DescribedTable[] = [];
    const skipped: string[] = [];
    const chat: string[] = [];
    const questions: object[] = [];
    for await (const record of data.records()) {
      if (record.collection === 'ddl') {
        const found = await describedTables(record);
        tables.push(...found);
        skipped.push(...(found.length === 0 ? [record.file] : []));
      } else if (record.pair !== null) {
        // Records come with all DDL before the first pair.
        const described = await checkAndDescribe(record.pair.sql);
        chat.push(JSON.stringify(chatMessages(record.pair, neededOf(described.check, tables), language)));
        questions.push({ question_id: questions.length, ...question(record.pair, described.shape, data.database) });
      }
    }
    if (skipped.length > 0) {
      context.log.warn(COMPONENT, messages.notExported(language, skipped));
    }
    await context.files.write(FILES.chat, chat.map((line) => `${line}\n`).join(''));
    await context.files.write(FILES.questions, json(questions));
    await context.files.write(FILES.tables, json([spiderSchema(data.database, tables)]));
    return { exported: { files: Object.values(FILES), pairs: chat.length, tables: tables.length } };
  }
}

async function describedTables({ document }: TrainingRecord): Promise<DescribedTable[]> {
  return ((await parseTables(document)) ?? []).map((table) => ({ ...table, ddl: document }));
}

/** A conversation as fine-tuning takes it: the tables that the answer needs are told, the question asked, answered. */
function chatMessages({ question, sql }: Pair, needed: readonly DescribedTable[], language: Language) {
  const task =
    language === 'zh'
      ? '根据下面的表结构，用一条 PostgreSQL 查询语句回答问题，只输出 SQL。'
      : 'Answer the question with one PostgreSQL query over these tables. Write nothing but SQL.';
  const content = [task, ...new Set(needed.map(({ ddl }) => ddl))].join('\n\n');
  return {
    messages: [
      { role: 'system', content },
      { role: 'user', content: question },
      { role: 'assistant', content: sql },
    ],
  };
}

function neededOf(check: HarmlessStatement | Refusal, tables: readonly DescribedTable[]): DescribedTable[] {
  const named = check.ok ? check.tables : [];
  return tables.filter((table) =>
    named.some(({ schema, name }) => name === table.name && (schema ?? table.schema) === table.schema),
  );
}

/** Spider calls the statement `query`, BIRD calls it `SQL` and says how difficult it is. */
function question({ question: text, sql }: Pair, shape: StatementShape | null, database: string) {
  const difficulty = shape === null ? {} : { difficulty: difficultyOf(shape) };
  return { db_id: database, question: text, evidence: '', SQL: sql, query: sql, ...difficulty };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
