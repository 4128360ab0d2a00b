import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { textShape } from '../../apps/api/src/fields/shapes.js';
import { changeDetails } from '../../apps/api/src/security/change-details.js';
import { arrayElements, withoutPadding } from '../../libs/catalog/src/array-elements.js';
import { plainComment, shortComment } from '../../libs/catalog/src/naming.js';
import { factsOfDocument } from '../../libs/evaluation/src/facts/facts-of-text.js';
import { Relations } from '../../libs/evaluation/src/facts/relations.js';
import { parseAnswer } from '../../libs/language-model/src/answer-json.js';
import { fenced } from '../../libs/language-model/src/fence.js';
import { factsOf } from '../../libs/pair-read-back/src/question/question-facts.js';
import { plainSql } from '../../libs/pair-review/src/fingerprint.js';
import { judgeConnection, serverReason } from '../../libs/postgres/src/index.js';
import { lexicalKey } from '../../libs/query-log/src/gather/lexical-key.js';
import { withCasts, withoutParameters, withValues } from '../../libs/query-log/src/gather/parameters.js';
import { statementOfMessage } from '../../libs/query-log/src/log-files/statement-of-message.js';
import { readSqlFile } from '../../libs/query-log/src/sql-files/read-sql-file.js';
import { sectionsOf, withoutRepetition } from '../../libs/reader-context/src/document-sections.js';
import { hasUrlPassword, redactSecrets } from '../../libs/redaction/src/index.js';
import { builtInTerms, searchWords } from '../../libs/retrieval/src/index.js';
import { commentMeanings } from '../../libs/semantic-model/src/meanings/comment-meanings.js';
import { redactLiterals, redactText } from '../../libs/sensitivity/src/index.js';
import { statementText } from '../../libs/sql-safety/src/index.js';
import { normalisedQuestion, pairId } from '../../libs/step-files/src/index.js';
import { parsePairBlocks } from '../../libs/step-files/src/pairs/pair-blocks.js';
import { detailLineKind, withoutExamples } from '../../libs/step-files/src/tables/detail-lines.js';
import { parseArrayLiteral } from '../../libs/step-files/src/themes/array-literal.js';
import { checkComment } from '../../libs/steps/ddl-generation/src/check-comment.js';
import { closed } from '../../libs/steps/qa-generation/src/pair.js';
import { parseTableList } from '../../libs/table-list/src/parse-table-list.js';
import { tableNames } from '../../libs/vector-store/src/lexical/table-names.js';

/** Runs of these, with something behind that does not fit, are what patterns with two ways to read them choke on. */
const UNITS = [
  ...['a', 'A', 'a.', 'a-', 'a_', 'a ', '_', '.', '1', '0', '1 ', '1.', '1,', '1-', '-', '^', '%', '#', '=', '> '],
  ...[' ', '\n', '\n ', '\r\n', '\t', '\u3000', '"', "'", '\\', '\\"', '`', '```', '```a ', '“', '‘', '""', "''"],
  ...[
    '{',
    '[',
    '(',
    '（',
    ')',
    '{"',
    '[{',
    '},',
    '<',
    '< ',
    '</',
    '<think>',
    '--',
    '/*',
    '/* ',
    '*/',
    '$',
    '$a$ ',
    '$1 ',
  ],
  ...['://', 'x://', 'x://a:', 'x://a:b@,', '1://', '@', '@@ ', 'a@', 'a@b.', '.@', 'password', 'password ', 'token='],
  ...['password="', "secret='", 'authorization ', 'bearer ', 'sk-', ';', ' ;', ': ', 'a: ', 'a=', 'a, ', 'a = '],
  ...[
    'Question:\n',
    'question ',
    'sql\n',
    'SQL : ',
    '- a (',
    '[examples: ',
    '，',
    '、',
    '的',
    '密码 ',
    '2020年',
    '1月 ',
    'top ',
  ],
  ...['more than ', 'references ', 'a.b = ', 'a (', 'between ', 'smallest ', 'from a to ', '0正常 ', 'A=', 'select '],
];
const HEADS = ['', '"', '(', '{', '```', 'a', '- ', '- a (b', 'SELECT 1', '# a\n', 'CREATE TABLE a (b int -- '];
/** The short ones end a test soon whose pattern takes exponential time. */
const SIZES = [100, 4_000, 25_000, 100_000];
/**
 * A few milliseconds are normal for the longest; a pattern with quadratic time takes many seconds. On a busy machine the
 * growth from one size to the next decides: 4 for the last step, 16 if it is quadratic.
 */
const MOST_MS = 1_500;
const MOST_GROWTH = 8;

const NONE = new Relations([]);
const OWN = 'postgres://u:p@db/d';
const kept = textShape({ max: 1_000, kept: true });
const comment = { names: ['orders'], prompt: '', language: 'en', limit: 200 } as const;

async function drained(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source) {
    // Only the time counts.
  }
}

/**
 * The functions that read texts of strangers: of requests, uploads, models, databases and logs. Those that parse SQL have
 * a limit of time (`libs/sql-parser`).
 */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  redactSecrets,
  hasUrlPassword,
  'a kept text of a request': (text) => kept.problems(text),
  'details of a change': (text) => changeDetails({ body: { [text]: text } } as unknown as FastifyRequest),
  judgeConnection: (text) => judgeConnection(text, OWN, []),
  serverReason: (text) => serverReason({ code: '42P01', message: text, position: '1' }),
  redactText,
  redactLiterals,
  statementText,
  closed,
  plainSql,
  factsOf,
  pairId,
  normalisedQuestion,
  parsePairBlocks,
  parseArrayLiteral,
  detailLineKind,
  withoutExamples,
  parseTableList,
  lexicalKey,
  withCasts,
  withoutParameters,
  withValues: (text) => withValues(text, text),
  statementOfMessage,
  readSqlFile: (text) => drained(readSqlFile(sourceOf(text), { onPassed: () => undefined })),
  parseAnswer: (text) => parseAnswer(text, z.object({ a: z.array(z.string()) }), { type: 'object' }),
  fenced: (text) => fenced('question', text),
  checkComment: (text) => checkComment(text, comment),
  plainComment,
  shortComment,
  commentMeanings,
  arrayElements: (text) => arrayElements([text]),
  withoutPadding,
  factsOfDocument: (text) => factsOfDocument(text, NONE),
  'sections of a document': (text) =>
    sectionsOf(text).map((section) => withoutRepetition({ ...section, name: 'relations' }, new Set())),
  'tableNames of a statement': (text) => tableNames('ddl', text),
  'tableNames of a document': (text) => tableNames('documentation', text),
  'terms of a question': (text) => builtInTerms().ask(text),
  searchWords: (text) => [...searchWords(text)],
};

async function* sourceOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What stands before and behind the run of a unit: every head meets many units. */
function aroundUnit(at: number): (readonly [head: string, tail: string])[] {
  return [
    ['', '!'],
    [HEADS[at % HEADS.length] ?? '', ''],
  ];
}

/** The texts for which the reader takes too long, with the milliseconds. */
async function slowest(reader: (text: string) => unknown): Promise<string[]> {
  const slow: string[] = [];
  for (const [at, unit] of UNITS.entries()) {
    for (const [head, tail] of aroundUnit(at)) {
      const ms = await firstTooLong(reader, (size) => head + unit.repeat(Math.ceil(size / unit.length)) + tail);
      if (ms !== null) {
        slow.push(`${JSON.stringify([head, unit, tail])}: ${Math.round(ms)} ms`);
      }
    }
  }
  return slow;
}

async function firstTooLong(
  reader: (text: string) => unknown,
  textOf: (size: number) => string,
): Promise<number | null> {
  let before = 0;
  for (const size of SIZES) {
    const text = textOf(size);
    const from = performance.now();
    try {
      await reader(text);
    } catch {
      // Refused is as good as read.
    }
    const ms = performance.now() - from;
    if (ms > MOST_MS && ms > MOST_GROWTH * before) {
      return ms;
    }
    before = ms;
  }
  return null;
}

describe('texts of strangers', () => {
  it.each(Object.entries(READERS))('%s takes linear time', async (_name, reader) => {
    await expect(slowest(reader)).resolves.toEqual([]);
  });
});
