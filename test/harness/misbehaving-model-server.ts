import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly at: number;
  readonly body: Record<string, unknown>;
}

/** One answer of the server: JSON with a status, or silence. */
export type Reply =
  | {
      readonly status: number;
      readonly json: unknown;
      readonly headers?: Record<string, string>;
      /** In any script, sent as UTF-8; Node's server writes Latin-1 only. */
      readonly reasonPhrase?: string;
      /** Sent in place of the JSON, under its name. */
      readonly text?: string;
    }
  | 'silence'
  | 'hang up'
  /** The beginning of an answer, then a broken connection. */
  | 'break off'
  /** The beginning of an answer, then silence. */
  | 'stall'
  /** Answers 200 with the page of some proxy. */
  | 'web page';

/** A real HTTP server on a free port that gives scripted answers and records requests. */
export class MisbehavingServer {
  readonly requests: ReceivedRequest[] = [];
  private server: Server | undefined;
  private handler: (request: ReceivedRequest, count: number) => Reply | Promise<Reply> = () => ({
    status: 404,
    json: {},
  });

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/v1`;
  }

  /** Answers by the rule from here on; `count` is 1 for the next request. */
  reply(rule: (request: ReceivedRequest, count: number) => Reply | Promise<Reply>): void {
    this.requests.length = 0;
    this.handler = rule;
  }

  /** Gives these answers in turn, the last one for ever. */
  replyInTurn(...replies: Reply[]): void {
    this.reply((_request, count) => replies[Math.min(count, replies.length) - 1] as Reply);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received: ReceivedRequest = {
      path: request.url ?? '',
      authorization: request.headers.authorization,
      idempotencyKey: request.headersDistinct['idempotency-key']?.[0],
      at: performance.now(),
      body: JSON.parse(await text(request)) as Record<string, unknown>,
    };
    this.requests.push(received);
    const reply = await this.handler(received, this.requests.length);
    if (reply === 'hang up') {
      request.socket.destroy();
    } else if (reply === 'break off' || reply === 'stall') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices": [{"index": 0, "mess', () => reply === 'break off' && request.socket.destroy());
    } else if (reply === 'web page') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Just a moment…</body></html>');
    } else if (reply !== 'silence' && reply.reasonPhrase !== undefined) {
      const body = JSON.stringify(reply.json);
      const head = `HTTP/1.1 ${reply.status} ${reply.reasonPhrase}\r\ncontent-type: application/json\r\nconnection: close\r\n`;
      request.socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    } else if (reply !== 'silence') {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(reply.text ?? JSON.stringify(reply.json));
    }
  }
}

/** What else a chat completion may hold. */
export interface ChatReplyExtras {
  /** `stop` by default. */
  readonly finishReason?: string | null;
  /** More fields of the message: `reasoning_content`, `refusal`. */
  readonly message?: Record<string, unknown>;
  readonly usage?: Record<string, unknown>;
}

/** A chat completion whose message is `content`, as text or as parts. */
export function chatReply(content: unknown, { finishReason, message, usage }: ChatReplyExtras = {}): Reply {
  const finish_reason = finishReason === undefined ? 'stop' : finishReason;
  return {
    status: 200,
    json: { choices: [{ index: 0, finish_reason, message: { role: 'assistant', content, ...message } }], usage },
  };
}

export function errorReply(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, json: { error: { message, type: 'some_error' } }, headers };
}
