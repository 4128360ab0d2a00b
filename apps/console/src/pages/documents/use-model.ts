import { dataOf, DataPipelineError } from '../../data/client.js';
import { useChange, useData } from '../../data/data.js';
import type { ModelItem, ModelJoin, StatementSet } from './model-types.js';

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/semantic-model';

export function useModelTable(taskId: string, table: string) {
  return useData(['model', taskId, 'table', table], async (client, signal) => {
    const params = { path: { task_id: taskId }, query: { table } };
    try {
      return await dataOf(client.GET(`${PATH}/table`, { params, signal }));
    } catch (error) {
      // A task without a run has no model, and an uploaded model may have a part of the tables.
      if (error instanceof DataPipelineError && error.status === 404) {
        return null;
      }
      throw error;
    }
  });
}

/** Names in both languages, synonyms and comments of the tables; none for a task without a model. */
export function useTableWords(taskId: string) {
  return useData(['model', taskId, 'words'], async (client, signal) => {
    const { data } = await client.GET(PATH, { params: { path: { task_id: taskId } }, signal });
    return data?.data.words ?? {};
  });
}

export function useModelEdits(taskId: string, table: string) {
  return useData(['model', taskId, 'edits', table], (client, signal) =>
    dataOf(client.GET(`${PATH}/edits`, { params: { path: { task_id: taskId }, query: { table, limit: 20 } }, signal })),
  );
}

export interface ItemChange {
  readonly item: ModelItem;
  readonly set?: StatementSet;
  readonly follow?: readonly string[];
}

/** A change of one item; later answers of other people are a conflict. */
export function useItemChange(taskId: string, onDone?: () => void) {
  return useChange(
    (client, { item, set, follow }: ItemChange) =>
      dataOf(
        client.PATCH(PATH, {
          params: { path: { task_id: taskId }, header: { 'If-Match': `"${item.version}"` } },
          body: {
            ...{ part: item.part, table: item.table },
            ...(item.name === null ? {} : { name: item.name }),
            ...(set === undefined ? {} : { set: { ...set } }),
            ...(follow === undefined ? {} : { follow: [...follow] }),
          },
        }),
      ),
    { outdates: outdated(taskId), ...(onDone && { onDone }) },
  );
}

export interface WantedJoin {
  readonly from: string;
  readonly fromColumn: string;
  readonly to: string;
  readonly toColumn: string;
}

export function useJoinAddition(taskId: string, onDone: () => void) {
  return useChange(
    (client, { from, fromColumn, to, toColumn }: WantedJoin) =>
      dataOf(
        client.POST(`${PATH}/relationships`, {
          params: { path: { task_id: taskId } },
          body: { from, from_columns: [fromColumn], to, to_columns: [toColumn] },
        }),
      ),
    { outdates: outdated(taskId), onDone },
  );
}

export function useEditUndo(taskId: string) {
  return useChange(
    (client, number: number) =>
      dataOf(client.POST(`${PATH}/undo`, { params: { path: { task_id: taskId } }, body: { number } })),
    { outdates: outdated(taskId) },
  );
}

/** The item as another person left it, where an error tells of that. */
export function currentOf(error: Error | null): ModelItem | ModelJoin | null {
  return error instanceof DataPipelineError && error.status === 409 && 'current' in error.details
    ? (error.details['current'] as ModelItem)
    : null;
}

/** Documents, pairs and the state of the task depend on the model. */
function outdated(taskId: string) {
  return [
    ['model', taskId],
    ['task', taskId],
    ['file', taskId],
    ['pairs', taskId],
  ];
}
