import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { evaluationErrors } from '#libs/evaluation';
import { isDatabaseName } from '#libs/pipeline';
import { holds, type Shape } from '../fields/shape.js';
import { choiceShape, textShape } from '../fields/shapes.js';
import { httpErrors } from '../http/errors.js';
import { taskIdShape } from '../http/task-path.dto.js';
import { requestInvalid } from '../http/validation.pipe.js';

interface ReceivedSet {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly taskId: string | null;
  readonly dbName: string | null;
  readonly executeSql: boolean;
}

/** Of 50,000 questions with their statements. */
const MOST_MEGABYTES = 32;
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024;

const FORM = {
  limits: { fileSize: MOST_BYTES + 1, files: 1, fields: 10, fieldSize: 1_000 },
  throwFileSizeLimit: false,
};

const FIELDS = {
  name: textShape({ max: 200, trim: true }),
  task_id: taskIdShape,
  db_name: textShape({ max: 63, accepts: isDatabaseName }),
  execute_sql: choiceShape(['true', 'false']),
} satisfies Record<string, Shape<string>>;

/** Reads the parts of a form in any order. @throws DomainError `upload_part_missing`, `question_file_too_large` */
export async function receiveSet(request: FastifyRequest): Promise<ReceivedSet> {
  let file: { name: string; bytes: Buffer } | null = null;
  const values: Partial<Record<keyof typeof FIELDS, string>> = {};
  for await (const part of request.parts(FORM)) {
    if (part.type === 'file') {
      file = { name: part.filename, bytes: await part.toBuffer() };
    } else if (isField(part.fieldname)) {
      values[part.fieldname] = valueOf(part.fieldname, part.value);
    }
  }
  if (file === null || !file.name) {
    throw new DomainError(httpErrors.upload_part_missing);
  }
  if (file.bytes.byteLength > MOST_BYTES) {
    const params = { file: file.name.slice(0, 200), limit: MOST_MEGABYTES };
    throw new DomainError(evaluationErrors.question_file_too_large, params);
  }
  return {
    file: file.name.slice(0, 200),
    bytes: file.bytes,
    name: values.name ?? file.name.slice(0, 200),
    taskId: values.task_id ?? null,
    dbName: values.db_name ?? null,
    executeSql: values.execute_sql !== 'false',
  };
}

function isField(name: string): name is keyof typeof FIELDS {
  return Object.hasOwn(FIELDS, name);
}

function valueOf(field: keyof typeof FIELDS, value: unknown): string {
  const shape: Shape<string> = FIELDS[field];
  if (!holds(shape, value)) {
    throw requestInvalid(shape.problems(value).map(({ message }) => ({ field, message })));
  }
  return value;
}
