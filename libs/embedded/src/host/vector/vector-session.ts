import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { BackendTurns, TurnHolder } from './backend-turns.js';
import { VECTOR_DATABASE, type BackendStatus, type VectorBackend } from './vector-backend.js';
import {
  CLEARTEXT_PASSWORD_WANTED,
  COPY_IN_RESPONSE,
  ENCRYPTION_REFUSED,
  errorResponse,
  isCopyFromStdin,
  MessageReader,
  parsedSql,
  parseLogin,
  query,
  SYNC,
  textOf,
  type FrontendMessage,
} from './wire-protocol.js';

/** Query, Sync, Flush and FunctionCall: the client now waits for an answer. */
const ENDS_BATCH = new Set(['Q', 'S', 'H', 'F']);
const COPY_ENDS = new Set(['c', 'f']);

export interface SessionContext {
  readonly password: string;
  readonly turns: BackendTurns;
  /** The backend at this moment; another one after a crash. */
  readonly backend: () => VectorBackend;
  /** The backend ended while it worked for this session. */
  readonly onBackendLost: (error: unknown) => Promise<void>;
}

/** One client's connection: reads its messages, waits for its turn, passes them on and the answers back. */
export class VectorSession implements TurnHolder {
  private readonly reader = new MessageReader();
  private phase: 'startup' | 'password' | 'ready' = 'startup';
  private batch: Buffer[] = [];
  private status: BackendStatus = 'idle';
  private copying = false;
  /** Batches in the order in which they came, each run to its end before the next. */
  private work: Promise<void> = Promise.resolve();
  /** The client has disconnected and the backend holds no state of it. */
  readonly ended: Promise<void>;

  constructor(
    private readonly socket: Socket,
    private readonly context: SessionContext,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', () => socket.destroy());
    this.ended = new Promise<void>((resolve) => socket.once('close', resolve)).then(() => this.end());
  }

  evict(): void {
    this.fail('25P03', 'terminated: the transaction was idle while others waited for the one embedded backend');
  }

  private receive(chunk: Buffer): void {
    this.reader.push(chunk);
    try {
      for (let next = this.reader.next(); next && !this.socket.destroyed; next = this.reader.next()) {
        this.accept(next);
      }
    } catch {
      this.fail('08P01', 'invalid message');
    }
  }

  private accept(received: FrontendMessage): void {
    switch (this.phase) {
      case 'startup':
        return this.logIn(received);
      case 'password':
        return this.checkPassword(received);
      case 'ready':
        return this.copying ? this.collectCopy(received) : this.collect(received);
    }
  }

  private logIn(received: FrontendMessage): void {
    const login = parseLogin(received);
    if (login.kind === 'encryption') {
      this.socket.write(ENCRYPTION_REFUSED);
    } else if (login.kind !== 'startup') {
      // The one backend cannot be interrupted by another connection: a cancel request is dropped.
      this.socket.destroy();
    } else if ((login.parameters.get('database') ?? VECTOR_DATABASE) !== VECTOR_DATABASE) {
      this.fail('3D000', `database "${login.parameters.get('database')}" does not exist`);
    } else {
      this.reader.loginSent();
      this.phase = 'password';
      this.socket.write(CLEARTEXT_PASSWORD_WANTED);
    }
  }

  private checkPassword(received: FrontendMessage): void {
    const given = Buffer.from(received.type === 'p' ? textOf(received) : '');
    const expected = Buffer.from(this.context.password);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      this.fail('28P01', 'password authentication failed');
      return;
    }
    this.phase = 'ready';
    this.socket.write(this.context.backend().greeting);
  }

  private collect(received: FrontendMessage): void {
    const { type, bytes } = received;
    if (type === 'X') {
      this.work = this.work.then(() => void this.socket.end());
    } else if (type === 'Q' && isCopyFromStdin(textOf(received))) {
      this.copying = true;
      this.batch.push(bytes);
      this.socket.write(COPY_IN_RESPONSE);
    } else if (type === 'P' && isCopyFromStdin(parsedSql(received))) {
      this.fail('0A000', 'COPY FROM STDIN needs the simple query protocol here');
    } else {
      this.batch.push(bytes);
      if (ENDS_BATCH.has(type)) {
        this.enqueue(false);
      }
    }
  }

  /** The backend reads COPY data only from the call with the statement, so all of it is collected first. */
  private collectCopy({ type, bytes }: FrontendMessage): void {
    if (type === 'd' || COPY_ENDS.has(type)) {
      this.batch.push(bytes);
    }
    if (COPY_ENDS.has(type)) {
      this.copying = false;
      this.enqueue(true);
    }
  }

  private enqueue(isCopy: boolean): void {
    const batch = Buffer.concat(this.batch);
    this.batch = [];
    this.work = this.work.then(() => this.run(batch, isCopy));
  }

  private async run(batch: Buffer, isCopy: boolean): Promise<void> {
    const { turns } = this.context;
    if (this.socket.destroyed || !(await turns.take(this))) {
      return;
    }
    // The client has received our own CopyInResponse; drop the backend's, which comes first in its output.
    let toSkip = isCopy ? COPY_IN_RESPONSE[0] : undefined;
    try {
      this.status = await this.context.backend().execute(batch, (output) => {
        this.socket.write(output[0] === toSkip ? output.subarray(1 + output.readUInt32BE(1)) : output);
        toSkip = undefined;
      });
    } catch (error) {
      this.status = 'idle';
      this.fail('57P02', 'the embedded vector database ended unexpectedly and starts again');
      await this.context.onBackendLost(error);
    }
    if (this.socket.destroyed) {
      return;
    }
    if (this.status === 'idle') {
      turns.leave(this);
    } else {
      turns.keepIdle();
    }
  }

  /** Rolls back the open transaction of a client that disconnected. */
  private async end(): Promise<void> {
    const { turns } = this.context;
    if (!turns.isHeldBy(this)) {
      turns.leave(this);
    }
    await this.work;
    if (turns.isHeldBy(this) && this.status !== 'idle') {
      const cleanUp = Buffer.concat([SYNC, query('ROLLBACK')]);
      await this.context
        .backend()
        .execute(cleanUp, () => undefined)
        .catch((error: unknown) => this.context.onBackendLost(error));
      this.status = 'idle';
    }
    turns.leave(this);
  }

  private fail(sqlstate: string, text: string): void {
    this.socket.end(errorResponse('FATAL', sqlstate, text), () => this.socket.destroy());
    // A client that does not read must not keep its turn.
    setTimeout(() => this.socket.destroy(), 1_000).unref();
  }
}
