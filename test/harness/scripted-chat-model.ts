import { createHash } from 'node:crypto';
import {
  chatReply,
  errorReply,
  MisbehavingServer,
  type ReceivedRequest,
  type Reply,
} from './misbehaving-model-server.js';

interface Message {
  readonly role: string;
  readonly content: string;
}

/** Failures before a prompt gets its answer; each new prompt meets the next one. */
const TROUBLES: readonly ('none' | 'bad shape' | Reply)[] = [
  errorReply(429, 'slow down', { 'retry-after': '0' }),
  'none',
  errorReply(503, 'overloaded'),
  'bad shape',
  'hang up',
  'none',
  'silence',
  'break off',
];
const USAGE = { prompt_tokens: 100, completion_tokens: 20 };

/**
 * An OpenAI-compatible endpoint that misbehaves in every way. Its answer depends on the prompt alone, so two equal runs
 * get equal answers. It does not support `response_format`, hides answers behind `<think>` and fences, and records paid
 * answers. A repeated idempotency key gets the same answer for free.
 */
export class ScriptedChatModel {
  readonly server = new MisbehavingServer();
  /** How often each prompt was answered: every answer is paid. */
  readonly paid = new Map<string, number>();
  private readonly troubleLeft = new Map<string, 'none' | 'bad shape' | Reply>();
  private readonly answered = new Map<string, Reply>();
  private holdAt: { readonly schema: string; left: number; readonly reached: () => void } | null = null;
  private isHolding = false;
  private losesAnswers = false;
  private lost = 0;

  async start(): Promise<void> {
    await this.server.start();
    this.server.reply((request) => this.answer(request));
  }

  /**
   * @param losesAnswers later requests are answered and paid, but the answers never arrive
   * @returns when so many prompts of the schema have been asked; from the last one on nothing is answered.
   */
  holdAfter(schema: string, count: number, losesAnswers = false): Promise<void> {
    [this.losesAnswers, this.lost] = [losesAnswers, 0];
    return new Promise((reached) => {
      this.holdAt = { schema, left: count, reached };
    });
  }

  /** Answers again; what was asked meanwhile stays without an answer. */
  release(): void {
    this.isHolding = false;
  }

  /** Answers that have left the endpoint. */
  get delivered(): number {
    return this.answers - this.lost;
  }

  get answers(): number {
    return [...this.paid.values()].reduce((sum, count) => sum + count, 0);
  }

  private answer({ body, idempotencyKey = '' }: ReceivedRequest): Reply {
    if ('response_format' in body) {
      return errorReply(400, 'unknown parameter: response_format');
    }
    const known = this.answered.get(idempotencyKey);
    if (known !== undefined) {
      return this.isHolding ? 'silence' : known;
    }
    const messages = body['messages'] as Message[];
    const prompt = createHash('sha256').update(JSON.stringify(messages)).digest('hex');
    const schema = schemaOf(messages);
    if (this.holdAt?.schema === schema && !this.paid.has(prompt) && --this.holdAt.left <= 0) {
      this.holdAt.reached();
      this.holdAt = null;
      this.isHolding = true;
    }
    if (this.isHolding && !this.losesAnswers) {
      return 'silence';
    }
    // A correction is asked for in the same talk: it meets no trouble of its own.
    const isCorrection = messages.length > 2;
    const trouble = isCorrection ? 'none' : (this.troubleLeft.get(prompt) ?? this.nextTrouble());
    this.troubleLeft.set(prompt, 'none');
    if (trouble !== 'none' && trouble !== 'bad shape') {
      return trouble;
    }
    this.paid.set(prompt, (this.paid.get(prompt) ?? 0) + 1);
    const reply = paidReply(trouble === 'bad shape' ? 'Sorry, I cannot {do} that.' : contentFor(schema, messages));
    this.answered.set(idempotencyKey, reply);
    this.lost += this.isHolding ? 1 : 0;
    return this.isHolding ? 'silence' : reply;
  }

  private nextTrouble(): 'none' | 'bad shape' | Reply {
    return TROUBLES[this.troubleLeft.size % TROUBLES.length] ?? 'none';
  }
}

function paidReply(content: string): Reply {
  const reply = chatReply(`<think>{"pairs": "not this"}</think>\n\`\`\`json\n${content}\n\`\`\``);
  return typeof reply === 'string' ? reply : { ...reply, json: { ...(reply.json as object), usage: USAGE } };
}

function schemaOf([system]: readonly Message[]): string {
  const text = system?.content ?? '';
  const marks = {
    table_comments: '"table_comment"',
    table_meanings: '"null_meaning"',
    business_themes: '"topic_name"',
    question_sql_pairs: '"pairs"',
    sql_repairs: '"repairs"',
  };
  return Object.entries(marks).find(([, mark]) => text.includes(mark))?.[0] ?? 'unknown';
}

function contentFor(schema: string, messages: readonly Message[]): string {
  const prompt = messages[1]?.content ?? '';
  switch (schema) {
    case 'table_comments':
      return JSON.stringify({
        table_comment: `说明 ${/^Table (\S+)/m.exec(prompt)?.[1] ?? ''}`,
        columns: [...prompt.matchAll(/^- (\S+) /gm)].map(([, name]) => ({ name, comment: `含义 ${name}` })),
      });
    case 'table_meanings':
      return JSON.stringify(meaningsFor(prompt));
    case 'business_themes':
      return JSON.stringify({ themes: themesFrom(prompt) });
    case 'question_sql_pairs':
      return JSON.stringify({ pairs: pairsFor(prompt) });
    default:
      return JSON.stringify({
        repairs: [...prompt.matchAll(/"id": "(\d+)"/g)].map(([, id]) => ({
          id,
          sql: `SELECT company_name FROM bss_company ORDER BY company_name LIMIT ${id};`,
        })),
      });
  }
}

/** A synonym, and proposals that must be refused. */
function meaningsFor(prompt: string): object {
  const table = /^Table public\.(\w+)/m.exec(prompt)?.[1] ?? '';
  return {
    synonyms: [`${table.replace(/^bss_/, '').replaceAll('_', ' ')} entry`],
    columns: [{ column: 'nowhere', name: { zh: '不存在' } }],
    measures: [{ name: { en: 'one', zh: '一' }, sql: 'pg_sleep(60)' }],
  };
}

function themesFrom(prompt: string): object[] {
  const tables = [...new Set(prompt.match(/public\.bss_\w+/g))].sort();
  return [tables.slice(0, 3), tables.slice(3), ['public.not_there']].map((related, index) => ({
    topic_name: `主题${index + 1}`,
    description: '测试主题',
    related_tables: related,
    biz_entities: ['公司'],
    biz_metrics: ['数量'],
  }));
}

/** Good ones, one that needs repair, one that attacks, and one that two themes share. */
function pairsFor(prompt: string): object[] {
  const table = /bss_\w+/.exec(/<documents>([\s\S]*)<\/documents>/.exec(prompt)?.[1] ?? '')?.[0] ?? 'bss_company';
  const seed = Number.parseInt(createHash('sha256').update(prompt).digest('hex').slice(0, 6), 16);
  return [
    {
      question: `${table} 有多少行（${seed}）？`,
      sql: `SELECT count(*), ${'1 + '.repeat(seed % 9)}1 AS n FROM ${table}`,
      kind: 'count',
    },
    { question: `一共有多少家公司？`, sql: 'SELECT count(*) FROM bss_company', kind: 'count' },
    {
      question: `${table} 的未知列（${seed}）？`,
      sql: `SELECT nowhere_${seed % 1000} FROM bss_company`,
      kind: 'filter',
    },
    { question: '删除全部', sql: `DELETE FROM ${table}`, kind: 'filter' },
  ];
}
