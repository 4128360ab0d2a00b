import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { TaskPath } from '../http/task-path.dto.js';
import { TaskDiff } from './task-diff.dto.js';
import { TaskDiffService, type Difference } from './task-diff.service.js';

@ApiTags('tasks')
@Controller('tasks/:task_id/diff')
export class TaskDiffController {
  constructor(private readonly taskDiffService: TaskDiffService) {}

  @Get()
  @Answers({ zh: '比较完成', en: 'compared' })
  @ApiOperation({ summary: 'What differs between the outputs of a task and the live database' })
  @ApiEnvelope(200, TaskDiff)
  @ApiFailures(400, 404, 409)
  async diff(
    @Param() { task_id: taskId }: TaskPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskDiff> {
    const found = await this.taskDiffService.compare(taskId, languageOfRequest(request), clientGone(reply));
    return diffView(taskId, found);
  }
}

function diffView(taskId: string, { database, documentedAt, schema, checkedPairs, stale }: Difference): TaskDiff {
  const { checkedTables: checked, addedTables, removedTables, alteredTables } = schema;
  return {
    task_id: taskId,
    database,
    documented_at: documentedAt,
    up_to_date: [addedTables, removedTables, alteredTables, stale].every((list) => list.length === 0),
    tables: {
      checked,
      added: [...addedTables],
      removed: [...removedTables],
      altered: alteredTables.map((altered) => ({
        table: altered.table,
        added_columns: [...altered.added_columns],
        removed_columns: [...altered.removed_columns],
        altered_columns: [...altered.altered_columns],
        added_rules: [...altered.added_rules],
        removed_rules: [...altered.removed_rules],
      })),
    },
    pairs: {
      checked: checkedPairs,
      stale: stale.map(({ pair: { id, question, sql }, reason }) => ({ id, question, sql, reason })),
    },
  };
}
