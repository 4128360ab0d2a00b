import { createHash } from 'node:crypto';
import { chatReply, MisbehavingServer, type ReceivedRequest, type Reply } from './misbehaving-model-server.js';

/** A question that the model knows the statement of. */
export interface KnownQuestion {
  readonly question: string;
  readonly sql: string;
}

type Dress = (sql: string) => string;

/** How models write a statement, though they are asked for JSON. */
const DRESSES: readonly Dress[] = [
  (sql) => JSON.stringify({ sql }),
  (sql) => `\`\`\`json\n${JSON.stringify({ sql })}\n\`\`\``,
  (sql) => `<think>maybe {"sql": "SELECT 1"}</think>${JSON.stringify({ sql })}`,
  (sql) => `\`\`\`sql\n${sql}\n\`\`\``,
  (sql) => `Here is the query:\n\n\`\`\`\n${sql};\n\`\`\`\nIt counts the rows.`,
  (sql) => `SQL: ${sql}`,
  (sql) => sql,
];

/** How answers are wrong. None gives the rows of a question that has rows. */
const MISTAKES: readonly Dress[] = [
  (sql) => JSON.stringify({ sql: `SELECT * FROM (${sql.replace(/;\s*$/, '')}) wrong WHERE false` }),
  () => JSON.stringify({ sql: "SELECT 'nothing like it' AS a, 4711 AS b, 'no' AS c, 17 AS d" }),
  () => JSON.stringify({ sql: 'SELECT no_such_column FROM no_such_table' }),
  () => JSON.stringify({ sql: null }),
  () => JSON.stringify({ sql: 'DROP TABLE everything' }),
  () => 'I am sorry, as a model I cannot look into your database.',
  () => '',
  () => '{"answer": [1, 2',
  () => JSON.stringify({ sql: 'SELECT SELECT FROM' }),
];

const hashOf = (text: string): number =>
  Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 8), 16);

/**
 * An OpenAI-compatible endpoint whose accuracy is known: of the questions, this share gets the right statement, written in
 * all the ways that models write one; the others are wrong in all the ways that models are wrong. The answer depends on
 * the question alone. A repeated idempotency key gets the same answer for free.
 */
export class AccurateModelServer {
  readonly server = new MisbehavingServer();
  /** How often each prompt was answered: every answer is paid. */
  readonly paid = new Map<string, number>();
  private known = new Map<string, { readonly sql: string; readonly isRight: boolean }>();
  private readonly answered = new Map<string, Reply>();
  private stopAfter = Infinity;
  private reached = (): void => undefined;

  start(): Promise<void> {
    this.server.reply((request) => this.answer(request));
    return this.server.start();
  }

  /** @param accuracy 0 to 1 */
  teach(questions: readonly KnownQuestion[], accuracy: number): void {
    const shuffled = questions.toSorted((one, other) => hashOf(one.question) - hashOf(other.question));
    const right = Math.round(shuffled.length * accuracy);
    this.known = new Map(shuffled.map(({ question, sql }, at) => [question, { sql, isRight: at < right }]));
    this.paid.clear();
    this.answered.clear();
  }

  get answers(): number {
    return [...this.paid.values()].reduce((sum, count) => sum + count, 0);
  }

  /** @returns when so many more prompts are answered; from then on nothing is, until `release`. */
  holdAfter(count: number): Promise<void> {
    this.stopAfter = this.answers + count;
    return new Promise((resolve) => (this.reached = resolve));
  }

  release(): void {
    this.stopAfter = Infinity;
  }

  private answer({ body, idempotencyKey = '' }: ReceivedRequest): Reply {
    const messages = body['messages'] as { readonly content: string }[];
    const prompt = messages.map(({ content }) => content).join('\n');
    const asked = /<question>\s*([\s\S]*?)\s*<\/question>/.exec(messages[1]?.content ?? '')?.[1] ?? '';
    const known = this.known.get(asked);
    if (known === undefined) {
      return { status: 404, json: { error: { message: 'a question that the model was not taught' } } };
    }
    if (this.answers >= this.stopAfter) {
      this.reached();
      return 'silence';
    }
    const before = this.answered.get(idempotencyKey);
    if (before !== undefined) {
      return before;
    }
    this.paid.set(prompt, (this.paid.get(prompt) ?? 0) + 1);
    const ways = known.isRight ? DRESSES : MISTAKES;
    const written = (ways[hashOf(asked) % ways.length] as Dress)(known.sql);
    const reply = chatReply(written, { usage: { prompt_tokens: 100, completion_tokens: 20 } });
    this.answered.set(idempotencyKey, reply);
    return reply;
  }
}
