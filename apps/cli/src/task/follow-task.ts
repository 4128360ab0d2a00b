import { setTimeout as sleep } from 'node:timers/promises';
import { operatorCommand } from '#libs/operator-command';
import type { ApiClient, TaskView } from '../api-client.js';
import { CommandFailed, EXIT } from '../exit-codes.js';
import { patiently } from '../server/patiently.js';
import type { Session } from '../session.js';
import { createStepProgress } from '../demo/step-progress.js';

const POLL_MS = 500;

const texts = {
  left: {
    zh: (id: string) =>
      `已停止跟踪，任务 ${id} 继续运行。再次跟踪：${operatorCommand('task', `follow ${id}`)}；取消：${operatorCommand('task', `cancel ${id}`)}`,
    en: (id: string) =>
      `No longer following; task ${id} continues. Follow it again: ${operatorCommand('task', `follow ${id}`)}. Cancel it: ${operatorCommand('task', `cancel ${id}`)}`,
  },
  following: {
    zh: (id: string) => `正在跟踪任务 ${id}；Ctrl-C 结束跟踪，任务继续运行`,
    en: (id: string) => `Following task ${id}; Ctrl-C ends this command, not the task`,
  },
  stopped: {
    zh: (id: string) => `已中断，服务随本命令停止。任务 ${id} 的步骤会在下次启动服务时继续`,
    en: (id: string) =>
      `Interrupted; the service stops with this command. Task ${id} continues when a service starts again`,
  },
  ended: {
    zh: (id: string, status: string, reason: string) => `任务 ${id}：${status}${reason}`,
    en: (id: string, status: string, reason: string) => `Task ${id}: ${status}${reason}`,
  },
};

/**
 * Shows the steps of a task until it ends. Ctrl-C ends the command alone: the task continues.
 * @throws CommandFailed unless the task completed
 */
export async function followTask(session: Session, client: ApiClient, taskId: string): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  if (!session.local) {
    process.stderr.write(`${texts.following[session.language](taskId)}\n`);
  }
  try {
    const task = await untilEnd(session, client, taskId, interrupt.signal);
    const reason = task.error_message === null ? '' : ` (${task.error_message})`;
    session.result(task, () => console.log(texts.ended[session.language](taskId, task.status, reason)));
    if (task.status !== 'completed') {
      throw new CommandFailed(EXIT.failed);
    }
  } catch (error) {
    if (!interrupt.signal.aborted) {
      throw error;
    }
    process.stderr.write(`${(session.local ? texts.stopped : texts.left)[session.language](taskId)}\n`);
    throw new CommandFailed(EXIT.interrupted);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function untilEnd(session: Session, client: ApiClient, taskId: string, signal: AbortSignal): Promise<TaskView> {
  const progress = createStepProgress(session.json ? process.stderr : process.stdout);
  try {
    for (;;) {
      const task = await patiently(() => client.task(taskId), signal);
      progress.show(task);
      if (task.status !== 'in_progress') {
        return task;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    progress.end();
  }
}
