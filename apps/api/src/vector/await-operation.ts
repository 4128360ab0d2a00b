import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VectorOperationEntity } from '#libs/database';
import type { Text } from '#libs/language';
import { thrownError, type VectorOperationsService } from '#libs/vector-backup';
import { clientGone } from '../http/client-gone.js';
import { languageOfRequest } from '../http/language.js';
import type { VectorOperationMapper } from './vector-operation.mapper.js';

const STARTED: Text = { zh: '操作已在后台执行', en: 'the operation runs in the background' };

/**
 * The answer to a request for an operation: its result where it ends within the time, else 202 with its id.
 * @throws DomainError the error that the operation failed with
 */
export async function answerOperation(
  operation: VectorOperationEntity,
  request: FastifyRequest,
  reply: FastifyReply,
  options: {
    readonly service: VectorOperationsService;
    readonly mapper: VectorOperationMapper;
    readonly waitMs: number;
    readonly done: (result: Readonly<Record<string, unknown>>) => Text;
  },
): Promise<Record<string, unknown>> {
  const { service, mapper, waitMs } = options;
  const language = languageOfRequest(request);
  const { operationId } = operation;
  const now = waitMs > 0 ? await service.waitFor(operationId, waitMs, clientGone(reply)) : operation;
  if (now.error !== null) {
    throw thrownError(now.error);
  }
  const timestamp = mapper.time(now.completedAt ?? new Date());
  if (now.result !== null) {
    const response = options.done(now.result)[language];
    return { response, operation_id: operationId, ...now.result, timestamp };
  }
  void reply.status(202).header('location', mapper.url(operationId));
  return {
    response: STARTED[language],
    operation_id: operationId,
    status: now.status,
    operation_url: mapper.url(operationId),
    timestamp,
  };
}
