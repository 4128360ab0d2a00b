import { useNavigate } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import type { Arm } from './names.js';
import { evaluationTexts } from './texts.js';
import { readReport } from './report.js';

type Schemas = components['schemas'];
export type Evaluation = Schemas['EvaluationView'];
export type EvaluationRequest = Schemas['EvaluationRequest'];
export type QuestionSet = Schemas['QuestionSetView'];

const LOOK_EVERY_MS = 1_500;
const LOOK_AT_REST_MS = 15_000;
/** Question sets that one can choose from. */
const MOST_SETS = 200;

export const isOpen = ({ status }: Evaluation) => status === 'pending' || status === 'running';

/** Evaluations of a task, newest first. An open one is looked at often. */
export function useEvaluations(taskId: string, query: { limit: number; offset?: number; set_id?: string }) {
  return useData(
    ['evaluations', taskId, query],
    (client, signal) =>
      dataOf(
        client.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations', {
          params: { path: { task_id: taskId }, query },
          signal,
        }),
      ),
    { every: (data) => (data?.evaluations.some(isOpen) ? LOOK_EVERY_MS : LOOK_AT_REST_MS), keepsPrevious: true },
  );
}

export function useEvaluation(taskId: string, evaluationId: string) {
  return useData(
    ['evaluations', taskId, 'one', evaluationId],
    (client, signal) =>
      dataOf(
        client.GET('/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}', {
          params: { path: { task_id: taskId, evaluation_id: evaluationId } },
          signal,
        }),
      ),
    { every: (data) => (data !== undefined && isOpen(data) ? LOOK_EVERY_MS : LOOK_AT_REST_MS) },
  );
}

/** The report of a completed evaluation does not change. */
export function useReport(taskId: string, evaluationId: string) {
  return useData(['evaluations', taskId, 'report', evaluationId], (client, signal) =>
    readReport(client, taskId, evaluationId, signal),
  );
}

/** The sets that fit the database of the task. */
export function useSets(taskId: string, database: string | null) {
  return useData(['question-sets', taskId], (client, signal) => {
    const query = { limit: MOST_SETS, ...(database === null ? { task_id: taskId } : { db_name: database }) };
    return dataOf(client.GET('/api/v0/data_pipeline/question-sets', { params: { query }, signal }));
  });
}

/** The name of a set, whose `name` is a code of the API where it was held out. Of one that is not known: its id. */
export function useSetName(taskId: string): (id: string, sets: readonly QuestionSet[] | undefined) => string {
  const t = useTexts(evaluationTexts);
  return (id, sets) => {
    const set = sets?.find(({ set_id: one }) => one === id);
    if (set?.origin === 'held_out') {
      return set.task_id === taskId ? t.heldOut : t.heldOutOf({ task: set.task_id ?? '' });
    }
    return set?.name ?? id;
  };
}

/** Starts an evaluation and opens its page. */
export function useStart(taskId: string) {
  const navigate = useNavigate();
  return useChange(
    (client, body: EvaluationRequest) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/evaluations', {
          params: { path: { task_id: taskId } },
          body,
        }),
      ),
    {
      outdates: [
        ['evaluations', taskId],
        ['question-sets', taskId],
      ],
      onDone: ({ evaluation_id: id }) => void navigate({ to: `/tasks/${taskId}/evaluations/${id}` }),
    },
  );
}

/** The same again: questions and settings. */
export function requestOf({ set_id, arms, level, parameters }: Evaluation): EvaluationRequest {
  const { results, mode, embedder, budget, gate } = parameters;
  return {
    set_id,
    arms: arms as Arm[],
    level,
    ...(typeof results === 'number' ? { results } : {}),
    ...(mode === 'vector' || mode === 'hybrid' ? { mode } : {}),
    ...(embedder === 'store' || embedder === 'built_in' ? { embedder } : {}),
    ...(budget as object | undefined),
    ...(gate as object | undefined),
  };
}
