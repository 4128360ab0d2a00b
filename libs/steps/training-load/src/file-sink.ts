import type { Language, Text } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import {
  checkAndDescribe,
  difficultyOf,
  type HarmlessStatement,
  type Refusal,
  type StatementShape,
} from '#libs/sql-safety';
import {
  EXPORT_FILES,
  readIfPresent,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  type QuestionSqlPair,
  type UnanswerableQuestion,
} from '#libs/step-files';
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

/** Where the export holds questions without an answer, every conversation tells what to do about them. */
const DECLINE: Text = {
  zh: '如果这些表没有所需的数据，就回答“没有数据”。',
  en: 'If the tables have no data for it, answer "no data".',
};
const NO_DATA: Text = { zh: '没有数据', en: 'no data' };

interface DescribedTable extends TableShape {
  readonly ddl: string;
}

/**
 * Files for fine-tuning and evaluation, among the files of the task: chat messages a line (`training_data.jsonl`),
 * and the pairs and the schema in the form of Spider and BIRD (`questions.json`, `tables.json`). Where the task asks for
 * them, questions that no data answer: a conversation each, and `unanswerable_questions.json`.
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
    const unanswerable = input.parameters.unanswerable_questions === true ? await unanswerableOf(context) : null;
    const lines = chatLines(pairsOf(data, signal), tables, unanswerable, language);
    await files.writeStream(EXPORT_FILES.chat, lines);
    await files.writeStream(EXPORT_FILES.questions, jsonArray(questions(pairsOf(data, signal), data.database)));
    await files.write(EXPORT_FILES.tables, `${JSON.stringify([spiderSchema(data.database, tables)], null, 2)}\n`);
    if (unanswerable !== null) {
      await files.write(EXPORT_FILES.unanswerable, `${JSON.stringify(unanswerable.map(withKind), null, 2)}\n`);
    }
    const written = Object.values(EXPORT_FILES).filter(
      (name) => unanswerable !== null || name !== EXPORT_FILES.unanswerable,
    );
    return { exported: { files: written, pairs: data.survey.loaded.sql, tables: tables.length } };
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
  unanswerable: readonly UnanswerableQuestion[] | null,
  language: Language,
): AsyncGenerator<string> {
  const task = `${CHAT_TASK[language]}${unanswerable === null ? '' : ` ${DECLINE[language]}`}`;
  // Trainers leave `metadata` out; with it a line can be found in the review again.
  for await (const pair of pairs) {
    const { check } = await checkAndDescribe(pair.sql);
    const metadata = { pair_id: pair.id, review: reviewStateOf(pair) };
    const conversation = chatMessages(pair.question, pair.sql, task, neededOf(check, tables));
    yield `${JSON.stringify({ messages: conversation, metadata })}\n`;
  }
  for (const { question: asked, tables: about = [] } of unanswerable?.filter((one) => one.language === language) ??
    []) {
    const shown = tables.filter(({ schema, name }) => about.includes(`${schema}.${name}`));
    const metadata = { kind: 'unanswerable' };
    yield `${JSON.stringify({ messages: chatMessages(asked, NO_DATA[language], task, shown), metadata })}\n`;
  }
}

/** Those that `qa_generation` has written; none without it. */
async function unanswerableOf({ files }: StepContext): Promise<UnanswerableQuestion[]> {
  const text = await readIfPresent(files, SELF_CHECK_QUESTIONS_FILE);
  return (text === null ? null : selfCheckQuestionsFile.parse(text))?.unanswerable ?? [];
}

function withKind({ question: asked, language, lacks = 'measure', tables = [] }: UnanswerableQuestion) {
  return { question: asked, language, kind: 'unanswerable', lacks, tables, sql: null };
}

async function* questions(pairs: AsyncIterable<QuestionSqlPair>, database: string): AsyncGenerator<object> {
  let id = 0;
  for await (const pair of pairs) {
    const { shape } = await checkAndDescribe(pair.sql);
    yield { question_id: id++, ...question(pair, shape, database) };
  }
}

/** A conversation in the format of fine-tuning: the needed tables, the question, the answer. */
function chatMessages(asked: string, answer: string, task: string, needed: readonly DescribedTable[]) {
  const content = [task, ...new Set(needed.map(({ ddl }) => ddl))].join('\n\n');
  return [
    { role: 'system', content },
    { role: 'user', content: asked },
    { role: 'assistant', content: answer },
  ];
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
