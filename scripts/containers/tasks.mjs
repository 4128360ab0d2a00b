import { ensure, eventually } from './checks.mjs';

const TASKS = '/api/v0/data_pipeline/tasks';
const END_LIMIT_MS = 150_000;

/** @returns {Promise<string>} id of a task that was started as a whole */
export async function startTask(installation, body) {
  const { task_id: id } = await installation.call(TASKS, { method: 'POST', body });
  await installation.call(`${TASKS}/${id}/execute`, { method: 'POST', body: { execution_mode: 'complete' } });
  return id;
}

export function taskState(installation, id) {
  return installation.call(`${TASKS}/${id}`);
}

/** Waits until the first step has begun. */
export async function untilRunning(installation, id) {
  await eventually(`task ${id} runs`, END_LIMIT_MS, async () => {
    const { steps } = await taskState(installation, id);
    return steps.some(({ step_status: status }) => status === 'running') ? true : null;
  });
}

/** Waits until a task has completed, and checks its outputs. */
export async function untilCompleted(installation, id) {
  const task = await eventually(`task ${id} ends`, END_LIMIT_MS, async () => {
    const state = await taskState(installation, id);
    return ['pending', 'in_progress'].includes(state.status) ? null : state;
  });
  ensure(task.status === 'completed', `task ${id} ended as ${task.status}: ${task.error_message ?? ''}`);
  const integrity = await installation.call(`${TASKS}/${id}/files/integrity`);
  const verdict = JSON.stringify(integrity);
  ensure(!/"(verdict|status)":"damaged"/.test(verdict), `files of ${id}: ${verdict.slice(0, 400)}`);
  return task;
}

/** @returns {Promise<string[]>} */
export async function fileNames(installation, id) {
  const { files } = await installation.call(`${TASKS}/${id}/files?limit=1000`);
  return files.map(({ file_name: name }) => name).sort();
}
