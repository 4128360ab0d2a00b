import { Readable } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TaskEventsService, type TaskEvent } from '#libs/monitor';
import { TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { readerOf, readerText, type Reader } from '../http/reader-text.js';
import { Authenticator } from '../security/authenticator.js';
import { TaskMapper } from '../tasks/task.mapper.js';
import { EventStreams } from './event-streams.js';
import { EventsQuery } from './events.dto.js';
import { TaskPath } from '../http/task-path.dto.js';

@ApiTags('tasks')
@Controller('tasks/:task_id/events')
export class EventsController {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskEventService: TaskEventsService,
    private readonly streams: EventStreams,
    private readonly mapper: TaskMapper,
    private readonly authenticator: Authenticator,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events of a task: status, progress, log and end',
    description:
      'Every event has an id; a client that comes back with it as Last-Event-ID gets what it missed, from any process. ' +
      'The id of a line of the log, with `--` after it, starts behind that line. ' +
      'A comment is sent every 15 seconds. After `end` the stream closes, and 204 tells a client that comes back to stay away.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Id of the last event that was seen' })
  @ApiResponse({
    status: 200,
    description: 'The stream',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 204, description: 'The task has ended, and the client has seen that' })
  @ApiFailures(400, 404)
  async follow(
    @Param() { task_id: taskId }: TaskPath,
    @Query() query: EventsQuery,
    @Headers('last-event-id') header: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.taskService.require(taskId);
    const lastId = header ?? query.last_event_id ?? null;
    if (await this.taskEventService.isOver(taskId, lastId)) {
      await reply.status(204).send();
      return;
    }
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const chunks = this.streams.start(
      taskId,
      lastId,
      (event) => this.dataOf(event, readerOf(request)),
      () => this.authenticator.isStillValid(request),
      gone.signal,
    );
    await reply
      // A connection that stays open after the stream would hold up the end of the process.
      .header('connection', 'close')
      .header('cache-control', 'no-cache, no-transform')
      // nginx would collect the events otherwise.
      .header('x-accel-buffering', 'no')
      .type('text/event-stream; charset=utf-8')
      .send(Readable.from(chunks));
  }

  private dataOf(event: TaskEvent, reader: Reader): unknown {
    switch (event.type) {
      case 'log': {
        const { id, timestamp, level, message, text, stepName, executionId, runId, moduleName } = event.entry;
        return {
          id: Number(id),
          timestamp: isoTimestamp(timestamp, this.config.timeZone),
          level,
          message: readerText({ message: text, sentence: message }, reader),
          step_name: stepName,
          execution_id: executionId,
          run_id: runId,
          logger: moduleName,
        };
      }
      case 'progress': {
        const { current_execution: execution } = this.mapper.detail(event.view, reader);
        return { task_id: event.view.task.taskId, ...execution };
      }
      case 'status':
      case 'end': {
        const { steps, ...detail } = this.mapper.detail(event.view, reader);
        const { task_id, run_id, status, step_status, stale_steps, current_execution, error_message } = detail;
        const waiting = steps.flatMap(({ step_name, waiting: wait }) =>
          wait === null ? [] : [{ step_name, ...wait }],
        );
        const state = { task_id, run_id, status, step_status, stale_steps, current_execution, error_message };
        return { ...state, waiting: waiting[0] ?? null };
      }
    }
  }
}
