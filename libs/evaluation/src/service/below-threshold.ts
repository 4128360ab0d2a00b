import type { EvaluationEntity } from '#libs/database';
import type { EventPayload } from '#libs/notifications';
import type { MeasuredSummary } from './evaluation-engine.js';

/** The event of an evaluation whose gate was not passed, with the first figure that missed; none for the others. */
export function belowThreshold(
  { evaluationId, taskId, phase }: Pick<EvaluationEntity, 'evaluationId' | 'taskId' | 'phase'>,
  { gate }: MeasuredSummary,
): EventPayload[] {
  const missed = gate?.checks.find(({ passed }) => !passed);
  return missed === undefined
    ? []
    : [
        {
          task_id: taskId,
          evaluation_id: evaluationId,
          phase,
          measure: missed.name,
          arm: missed.arm,
          score: `${missed.reached} %`,
          threshold: `${missed.minimum} %`,
        },
      ];
}
