import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { TaskEventsService, type TaskEvent } from '#libs/monitor';
import { httpErrors } from '../http/errors.js';

const LOOK_EVERY_MS = 1_000;
const HEARTBEAT_EVERY_MS = 15_000;
/** Each stream looks at the tables once a second. */
const MOST_STREAMS = 500;

/** The streams of server-sent events that this process serves. They end when the process does. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<AbortController>();

  constructor(private readonly taskEventService: TaskEventsService) {}

  /**
   * Chunks of a `text/event-stream`: the events of the task after `lastId`, until its end.
   * @param mayGoOn asked at every look: a stream outlives the key that opened it.
   * @param gone aborted when the client is.
   * @throws DomainError `too_many_streams`
   */
  start(
    taskId: string,
    lastId: string | null,
    data: (event: TaskEvent) => unknown,
    mayGoOn: () => Promise<boolean>,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    if (this.open.size >= MOST_STREAMS) {
      throw new DomainError(httpErrors.too_many_streams, { limit: MOST_STREAMS });
    }
    const controller = new AbortController();
    this.open.add(controller);
    gone.addEventListener('abort', () => controller.abort(), { once: true });
    return this.chunks(taskId, lastId, data, mayGoOn, controller);
  }

  /** Before the server waits for its connections to end. */
  onModuleDestroy(): void {
    for (const controller of this.open) {
      controller.abort();
    }
  }

  private async *chunks(
    taskId: string,
    lastId: string | null,
    data: (event: TaskEvent) => unknown,
    mayGoOn: () => Promise<boolean>,
    controller: AbortController,
  ): AsyncGenerator<string> {
    const { signal } = controller;
    const feed = this.taskEventService.follow(taskId, lastId);
    let sentAt = performance.now();
    try {
      yield 'retry: 2000\n\n';
      while (!signal.aborted && (await mayGoOn())) {
        const events = await feed.next();
        if (events.length > 0) {
          yield events.map((event) => format(event, data(event))).join('');
          sentAt = performance.now();
        } else if (performance.now() - sentAt > HEARTBEAT_EVERY_MS) {
          yield ': heartbeat\n\n';
          sentAt = performance.now();
        }
        if (events.at(-1)?.type === 'end') {
          return;
        }
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      this.open.delete(controller);
    }
  }
}

/** One event of the stream; JSON has no line breaks of its own. */
function format({ type, id }: TaskEvent, data: unknown): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
