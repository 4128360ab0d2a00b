import type { Language } from '#libs/domain-errors';
import { languageOf } from '#libs/pipeline';
import { checkReadOnlyStatement } from '#libs/sql-safety';
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
        chat.push(JSON.stringify(await chatMessages(record.pair, tables, language)));
        questions.push(spiderQuestion(record.pair, questions.length, data.database));
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
async function chatMessages({ question, sql }: Pair, tables: readonly DescribedTable[], language: Language) {
  const check = await checkReadOnlyStatement(sql);
  const named = check.ok ? check.tables : [];
  const needed = tables.filter((table) =>
    named.some(({ schema, name }) => name === table.name && (schema ?? table.schema) === table.schema),
  );
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

/** Spider calls the statement `query`, BIRD calls it `SQL`. */
function spiderQuestion({ question, sql }: Pair, index: number, database: string) {
  return { question_id: index, db_id: database, question, evidence: '', SQL: sql, query: sql };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
