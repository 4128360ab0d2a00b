import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter as BullBoardFastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { JobQueue } from '#libs/queue';

export const DASHBOARD_PATH = '/admin/queues';

/** Shows the queues; they exist once the application is initialised, while the page is registered before. */
export type ShowQueues = (queues: JobQueue) => void;

/**
 * Serves the Bull Board dashboard, to look at. It is registered on Fastify directly: its Nest package is CommonJS and cannot
 * load Nest 12.
 */
export async function serveBullBoard(fastify: FastifyInstance): Promise<ShowQueues> {
  const serverAdapter = new BullBoardFastifyAdapter();
  serverAdapter.setBasePath(DASHBOARD_PATH);
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Data Pipeline' } },
  });
  await fastify.register(serverAdapter.registerPlugin(), { prefix: DASHBOARD_PATH });
  // The state of an execution is in the task database: a retry, a removal or a pause here would leave both apart.
  return (queues) => board.setQueues(queues.all().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
}
