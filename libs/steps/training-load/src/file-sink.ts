import type { Language, Text } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import {
  checkAndDescribe,
  difficultyOf,
  type HarmlessStatement,
  type Refusal,
  type StatementShape,
} from '#libs/sql-safety';
import { EXPORT_FILES, type QuestionSqlPair } from '#libs/step-files';
import type { StepContext, StepInput, StepResult } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT, type TrainingSink } from './sink.js';
import { spiderSchema } from './spider-schema.js';
import { parseTables, type TableShape } from './table-shapes.js';
import type { TrainingData } from './training-data.js';

const CHAT_TASK: Text = {
  zh: '根据下面的表结构，用一条 PostgreSQL 查询语句回答问题，只输出 SQL。',
  en: 'Answer the question with one PostgreSQL query over these tables. Write nothing but SQL.',
};

interface DescribedTable extends TableShape {
  readonly ddl: string;
}

/**
 * Files for fine-tuning and evaluation, among the files of the task: chat messages a line (`training_data.jsonl`),
 * and the pairs and the schema in the form of Spider and BIRD (`questions.json`, `tables.json`).
 */
export class FileSink implements TrainingSink {
  readonly isStaged = true;

  async load(data: TrainingData, input: StepInput, context: StepContext): Promise<StepResult> {
    const language = languageOf(input.parameters);
    const { tables, skipped } = await describeTables(data);
    if (skipped.length > 0) {
      context.log.warn(COMPONENT, messages.not_exported({ files: skipped }));
    }
    const { files, signal } = context;
    await files.writeStream(EXPORT_FILES.chat, chatLines(pairsOf(data, signal), tables, language));
    await files.writeStream(EXPORT_FILES.questions, jsonArray(questions(pairsOf(data, signal), data.database)));
    await files.write(EXPORT_FILES.tables, `${JSON.stringify([spiderSchema(data.database, tables)], null, 2)}\n`);
    return { exported: { files: Object.values(EXPORT_FILES), pairs: data.survey.loaded.sql, tables: tables.length } };
  }
}

async function describeTables(data: TrainingData): Promise<{ tables: DescribedTable[]; skipped: string[] }> {
  const tables: DescribedTable[] = [];
  const skipped: string[] = [];
  for await (const { collection, document, file } of data.records()) {
    // Records come with all DDL first.
    if (collection !== 'ddl') {
      break;
    }
    const found = (await parseTables(document)) ?? [];
    tables.push(...found.map((table) => ({ ...table, ddl: document })));
    skipped.push(...(found.length === 0 ? [file] : []));
  }
  return { tables, skipped };
}

async function* pairsOf(data: TrainingData, signal: AbortSignal): AsyncGenerator<QuestionSqlPair> {
  for await (const { pair } of data.records()) {
    signal.throwIfAborted();
    if (pair !== null) {
      yield pair;
    }
  }
}

async function* chatLines(
  pairs: AsyncIterable<QuestionSqlPair>,
  tables: readonly DescribedTable[],
  language: Language,
): AsyncGenerator<string> {
  for await (const pair of pairs) {
    const { check } = await checkAndDescribe(pair.sql);
    yield `${JSON.stringify(chatMessages(pair, neededOf(check, tables), language))}\n`;
  }
}

async function* questions(pairs: AsyncIterable<QuestionSqlPair>, database: string): AsyncGenerator<object> {
  let id = 0;
  for await (const pair of pairs) {
    const { shape } = await checkAndDescribe(pair.sql);
    yield { question_id: id++, ...question(pair, shape, database) };
  }
}

/**
 * A conversation in the format of fine-tuning: the needed tables, the question, the answer. Trainers leave `metadata` out;
 * with it a line can be found in the review again.
 */
function chatMessages(pair: QuestionSqlPair, needed: readonly DescribedTable[], language: Language) {
  const content = [CHAT_TASK[language], ...new Set(needed.map(({ ddl }) => ddl))].join('\n\n');
  return {
    messages: [
      { role: 'system', content },
      { role: 'user', content: pair.question },
      { role: 'assistant', content: pair.sql },
    ],
    metadata: { pair_id: pair.id, review: reviewStateOf(pair) },
  };
}

function neededOf(check: HarmlessStatement | Refusal, tables: readonly DescribedTable[]): DescribedTable[] {
  const named = check.ok ? check.tables : [];
  return tables.filter((table) =>
    named.some(({ schema, name }) => name === table.name && (schema ?? table.schema) === table.schema),
  );
}

/** Spider calls the statement `query`; BIRD calls it `SQL`, and adds its difficulty and a text as evidence. */
function question(pair: QuestionSqlPair, shape: StatementShape | null, database: string) {
  const { question: text, sql, evidence, kind, source } = pair;
  const difficulty = shape === null ? {} : { difficulty: difficultyOf(shape) };
  return {
    db_id: database,
    question: text,
    evidence: typeof evidence === 'string' ? evidence : '',
    SQL: sql,
    query: sql,
    ...difficulty,
    pair_id: pair.id,
    kind,
    source,
    review: reviewStateOf(pair),
  };
}

/** What people decided about the pair, of the record that `TrainingData` completes. */
function reviewStateOf({ review }: QuestionSqlPair): string {
  const state = typeof review === 'object' && review !== null && 'state' in review ? review.state : null;
  return typeof state === 'string' ? state : 'new';
}

/** The items as `JSON.stringify` would write them in an array. */
async function* jsonArray(items: AsyncIterable<object>): AsyncGenerator<string> {
  let before = '[';
  for await (const item of items) {
    // Line breaks within strings are escaped: those that are left are of the form.
    yield `${before}\n  ${JSON.stringify(item, null, 2).replaceAll('\n', '\n  ')}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}
