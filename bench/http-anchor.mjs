/**
 * The anchor of `bench/http.mjs`, as a process: a bare NestJS-Fastify application on the same tables, without
 * validation, envelope, keys, limits, metrics or mapping. `tasks` runs the very statements of our routes, prepared under
 * a name by the same driver, and answers the rows; `rows` the least that such a route could ask for. `create` and
 * `execute` insert a task, and the four executions of its run with the BullMQ flow that would run them. They also insert
 * the other rows that ours writes (two files, a log line, the audit of both requests), one statement per table;
 * `?rows=least` omits these.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FlowProducer } from 'bullmq';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const flows = new FlowProducer({ connection: { url: process.env.QUEUE_URL }, prefix: process.env.ANCHOR_PREFIX });
const STEPS = ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load'];

const state = { name: 'state', text: process.env.ANCHOR_STATE };
const page = { name: 'page', text: process.env.ANCHOR_PAGE };
const PARAMETERS = { business_context: 'x', enable_sql_validation: true, enable_training_data_load: true };

class AnchorController {
  async task(id) {
    const { rows } = await pool.query({ ...state, values: [[id]] });
    return rows[0];
  }

  async list(offset) {
    const { rows } = await pool.query({ ...page, values: [50, offset ?? 0] });
    return rows[0];
  }

  async row(id) {
    const { rows } = await pool.query('SELECT * FROM data_pipeline_tasks WHERE task_id = $1', [id]);
    return rows[0];
  }

  async rows() {
    const { rows } = await pool.query(
      'SELECT * FROM data_pipeline_tasks ORDER BY created_at DESC, task_id DESC LIMIT 50',
    );
    return rows;
  }

  async create(rows) {
    const id = `anchor_${randomUUID()}`;
    await pool.query(
      `INSERT INTO data_pipeline_tasks (task_id, parameters, table_list, output_directory)
       VALUES ($1::text, $2, '["a"]', $1::text)`,
      [id, PARAMETERS],
    );
    if (rows !== 'least') {
      await pool.query(
        `INSERT INTO data_pipeline_task_outputs (task_id, file_name, file_type, file_size, content_hash)
         VALUES ($1, 'table_list.txt', 'text', 60, $2), ($1, 'task_config.json', 'json', 500, $2)`,
        [id, '0'.repeat(64)],
      );
      await pool.query(
        `INSERT INTO data_pipeline_task_logs (task_id, log_level, module_name, message) VALUES ($1, 'INFO', 'a', 'b')`,
        [id],
      );
      await this.audit('POST /create');
    }
    return { id };
  }

  audit(action) {
    return pool.query(
      `INSERT INTO data_pipeline_audit_log (actor, action, target, status, ip_address, user_agent, request_id)
       VALUES ('anonymous', $1, $1, 201, '127.0.0.1', 'node', $2)`,
      [action, randomUUID()],
    );
  }

  async execute(id, rows) {
    const executions = STEPS.map((step) => `${id}_${step}`);
    await pool.query(
      `INSERT INTO data_pipeline_task_executions (execution_id, task_id, run_id, execution_step)
       SELECT execution_id, $1, $2, step FROM unnest($3::text[], $4::text[]) AS given (execution_id, step)`,
      [id, randomUUID(), executions, STEPS],
    );
    if (rows !== 'least') {
      await this.audit('POST /execute');
    }
    const flow = STEPS.reduce(
      (before, step) => ({
        name: step,
        queueName: step,
        data: { id },
        opts: { jobId: `${id}_${step}` },
        children: before === null ? [] : [before],
      }),
      null,
    );
    await flows.add(flow);
    return { id };
  }
}

/** The equivalent of decorators. */
function route(decorator, name, ...parameters) {
  decorator(AnchorController.prototype, name, Object.getOwnPropertyDescriptor(AnchorController.prototype, name));
  parameters.forEach((parameter, index) => parameter(AnchorController.prototype, name, index));
}
Controller()(AnchorController);
route(Get('tasks/:id'), 'task', Param('id'));
route(Get('tasks'), 'list', Query('offset'));
route(Get('rows/:id'), 'row', Param('id'));
route(Get('rows'), 'rows');
route(Post('create'), 'create', Query('rows'));
route(Post('execute/:id'), 'execute', Param('id'), Query('rows'));

class AnchorModule {}
Module({ controllers: [AnchorController] })(AnchorModule);

const app = await NestFactory.create(AnchorModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.send?.({ type: 'ready' });
process.on('SIGTERM', () => process.exit(0));
