import { MAX_DATABASE_NAME_BYTES } from '#libs/pipeline';
import { FlagField, ListField, QueryIntegerField, TextField } from '../fields/field.js';
import {
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { wholeProblem, type Shape } from '../fields/shape.js';
import { check } from '../fields/shapes.js';
import { LimitField, OffsetField } from '../http/paging.js';
import { TASK_ID } from '../http/task-path.dto.js';
import { BodyExample } from '../openapi/body-example.js';

const SET_ID = {
  max: 64,
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  expected: {
    zh: '题集 id（1 到 64 个字母、数字、下划线或连字符）',
    en: 'the id of a question set: 1 to 64 letters, digits, underscores and hyphens',
  },
};

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const QUESTION = {
  zh: '包含 question 和 gold_sql 的对象',
  en: 'an object with question and gold_sql',
};
/** The particulars are checked as those of a file, with all problems at once. */
const questionShape: Shape<Record<string, unknown>> = {
  checks: [check('question', isObject)],
  schema: { type: 'object', additionalProperties: true },
  expected: QUESTION,
  problems: (value) => wholeProblem(QUESTION, value),
};

const NAME = { max: 200, trim: true, description: 'A name for people' } as const;
const TASK = {
  ...TASK_ID,
  optional: true,
  description: 'The task that the set is for; its database runs the gold statements',
} as const;
const DB_NAME = {
  max: MAX_DATABASE_NAME_BYTES,
  pattern: /^[^/?&@:]+$/,
  expected: { zh: '数据库名称，而不是 URL', en: 'a name of a database, not a URL' },
  optional: true,
  description: 'The business database that it is for; by default that of the task, or the configured one',
} as const;
const EXECUTE = {
  default: true,
  description: 'Run each gold statement until its first row, instead of only planning it',
} as const;

@BodyExample<QuestionSetRequest>({
  name: '经营分析 2025',
  questions: [{ question: '有多少个服务区？', gold_sql: ['SELECT count(*) FROM bss_service_area'] }],
})
export class QuestionSetRequest {
  @TextField(NAME)
  name!: string;

  @ListField(questionShape, {
    max: 50_000,
    description:
      'id, question, gold_sql (a text or several), language, hint, unanswerable; also the names that IBM, BIRD, Spider ' +
      'and Google use',
  })
  questions!: Record<string, unknown>[];

  @TextField(TASK)
  task_id?: string;

  @TextField(DB_NAME)
  db_name?: string;

  @FlagField(EXECUTE)
  execute_sql!: boolean;
}

export class HeldOutSetRequest {
  @TextField({ ...TASK_ID, description: 'The task whose qa_generation has kept questions back' })
  task_id!: string;
}

export class LearntSetRequest {
  @TextField({ ...TASK_ID, description: 'The task whose qa_generation has learnt from real SQL' })
  task_id!: string;
}

export class QuestionSetPath {
  @TextField({ ...SET_ID, description: 'Id of the question set' })
  set_id!: string;
}

export class ListQuestionSetsQuery {
  @TextField({ ...TASK_ID, optional: true, description: 'Only sets of this task' })
  task_id?: string;

  @TextField({ ...DB_NAME, description: 'Only sets of this business database' })
  db_name?: string;

  @LimitField(200, 50)
  limit!: number;

  @OffsetField(1_000_000)
  offset!: number;
}

export class ListQuestionsQuery {
  @QueryIntegerField({ min: -1, max: 1_000_000, default: -1, description: 'Questions after this position' })
  after!: number;

  @LimitField(500, 100)
  limit!: number;
}

export class QuestionSetView {
  @TextProperty()
  set_id!: string;

  @TextProperty()
  name!: string;

  @TextProperty({ description: 'uploaded, held_out (by qa_generation) or log' })
  origin!: string;

  @TextProperty({ nullable: true })
  task_id!: string | null;

  @TextProperty()
  db_name!: string;

  @IntegerProperty()
  question_count!: number;

  @TextProperty({ description: 'SHA-256 of its questions' })
  content_hash!: string;

  @TextProperty({ nullable: true, description: 'Name of the key that created it' })
  created_by!: string | null;

  @TimeProperty()
  created_at!: string;
}

export class QuestionSetList {
  @ObjectListProperty(() => QuestionSetView)
  question_sets!: QuestionSetView[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;
}

export class QuestionView {
  @IntegerProperty({ description: 'From 0' })
  position!: number;

  @TextProperty()
  id!: string;

  @TextProperty()
  question!: string;

  @TextListProperty({ description: 'Any of them is right; none for an unanswerable question' })
  gold_sql!: string[];

  @TextProperty({ nullable: true })
  language!: string | null;

  @TextProperty({
    description: 'uploaded, log, paraphrase, other_language, other_values, held_out or unanswerable',
  })
  origin!: string;

  @FlagProperty()
  unanswerable!: boolean;

  @TextProperty({ nullable: true })
  hint!: string | null;
}

export class QuestionPage {
  @ObjectListProperty(() => QuestionView)
  questions!: QuestionView[];

  @IntegerProperty({ nullable: true, description: '`after` of the next page; null at the end' })
  next_after!: number | null;
}

export class RemovedQuestionSet {
  @TextProperty()
  set_id!: string;

  @IntegerProperty({ description: 'Evaluations that went with it' })
  removed_evaluations!: number;
}
