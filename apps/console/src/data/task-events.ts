import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { components } from '#clients/typescript';
import { DataPipelineError, type DataPipelineClient } from './client.js';
import { useClient } from './data.js';
import { readEvents } from './event-stream.js';
import { useReturns } from './session.js';

export type LogLine = components['schemas']['LogEntry'];

const PATH = '/api/v0/data_pipeline/tasks/{task_id}/events';
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** Lines that are kept; the log itself has all. */
const MOST_LINES = 2_000;

interface LiveLog {
  readonly lines: readonly LogLine[];
  /** Whether the stream is open; false while it is away, and after the end. */
  readonly isLive: boolean;
}

/**
 * Follows a task: its new lines of the log; a change of its status makes the data of the task outdated. A stream that
 * breaks is opened again where it broke.
 * @param after id of the last line that is known; null follows nothing yet
 * @param run changes when the task runs again, so that an ended stream begins anew
 */
export function useTaskEvents(taskId: string, after: number | null, run: string): LiveLog {
  const client = useClient();
  const queries = useQueryClient();
  const returns = useReturns();
  const [log, setLog] = useState<LiveLog>({ lines: [], isLive: false });
  useEffect(() => {
    if (after === null) {
      return undefined;
    }
    const gone = new AbortController();
    const onChange = () => void queries.invalidateQueries({ queryKey: ['task', taskId] });
    const onLine = (line: LogLine) =>
      setLog(({ lines, isLive }) => ({
        lines: lines.some(({ id }) => id === line.id) ? lines : [...lines.slice(-MOST_LINES), line],
        isLive,
      }));
    const onLive = (isLive: boolean) => setLog(({ lines }) => ({ lines, isLive }));
    void follow(client, taskId, `${after}--`, { onChange, onLine, onLive }, gone.signal);
    return () => gone.abort();
  }, [client, queries, taskId, after, run, returns]);
  return log;
}

interface Listener {
  readonly onChange: () => void;
  readonly onLine: (line: LogLine) => void;
  readonly onLive: (isLive: boolean) => void;
}

async function follow(
  client: DataPipelineClient,
  taskId: string,
  start: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let [lastId, wait] = [start, FIRST_WAIT_MS];
  while (!signal.aborted) {
    try {
      const { data, response } = await client.GET(PATH, {
        params: { path: { task_id: taskId }, header: { 'Last-Event-ID': lastId } },
        headers: { accept: 'text/event-stream' },
        parseAs: 'stream',
        signal,
      });
      if (!response.ok) {
        throw new DataPipelineError(response.status, null);
      }
      if (response.status === 204 || !data) {
        break;
      }
      listener.onLive(true);
      wait = FIRST_WAIT_MS;
      for await (const { id, type, text } of readEvents(data)) {
        lastId = id;
        if (type === 'log') {
          listener.onLine(JSON.parse(text) as LogLine);
        } else {
          listener.onChange();
        }
        if (type === 'end') {
          listener.onLive(false);
          return;
        }
      }
    } catch (error) {
      if (error instanceof DataPipelineError && error.status < 500) {
        // Deleted, or logged out: the page of the task finds out by itself.
        listener.onChange();
        break;
      }
    }
    listener.onLive(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
  if (!signal.aborted) {
    listener.onLive(false);
  }
}
