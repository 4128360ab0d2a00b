/**
 * The anchor of `bench/http.mjs`, as a process: a bare NestJS-Fastify application with the same indexed SELECTs on the
 * same table, without validation, envelope, keys or mapping; and a bare BullMQ flow with the same inserts.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FlowProducer } from 'bullmq';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const flows = new FlowProducer({ connection: { url: process.env.QUEUE_URL }, prefix: process.env.ANCHOR_PREFIX });
const STEPS = ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load'];

class AnchorController {
  async task(id) {
    const { rows } = await pool.query('SELECT * FROM data_pipeline_tasks WHERE task_id = $1', [id]);
    return rows[0];
  }

  async list() {
    const { rows } = await pool.query(
      'SELECT * FROM data_pipeline_tasks ORDER BY created_at DESC, task_id DESC LIMIT 50',
    );
    return rows;
  }

  /** A task, its four executions, and the flow that would run them. */
  async run() {
    const id = `anchor_${randomUUID()}`;
    await pool.query(
      `INSERT INTO data_pipeline_tasks (task_id, parameters, table_list, output_directory, status)
       VALUES ($1::text, '{"business_context": "x", "enable_sql_validation": true, "enable_training_data_load": true}', '["a"]', $1::text, 'in_progress')`,
      [id],
    );
    const runId = randomUUID();
    for (const step of STEPS) {
      await pool.query(
        'INSERT INTO data_pipeline_task_executions (execution_id, task_id, run_id, execution_step) VALUES ($1, $2, $3, $4)',
        [`${id}_${step}`, id, runId, step],
      );
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

/** What decorators would write. */
function route(decorator, name, ...parameters) {
  decorator(AnchorController.prototype, name, Object.getOwnPropertyDescriptor(AnchorController.prototype, name));
  parameters.forEach((parameter, index) => parameter(AnchorController.prototype, name, index));
}
Controller()(AnchorController);
route(Get('tasks/:id'), 'task', Param('id'));
route(Get('tasks'), 'list');
route(Post('run'), 'run');

class AnchorModule {}
Module({ controllers: [AnchorController] })(AnchorModule);

const app = await NestFactory.create(AnchorModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.send?.({ type: 'ready' });
process.on('SIGTERM', () => process.exit(0));
