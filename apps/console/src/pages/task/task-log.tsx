import { useEffect, useRef, useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useClient, useData } from '../../data/data.js';
import { useTaskEvents, type LogLine } from '../../data/task-events.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Select, TextInput } from '../../ui/fields.js';
import { Foreign } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useFormat } from '../../view/format.js';
import { logLevelNames } from '../../view/operation-names.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

const LEVELS: readonly LogLine['level'][] = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const PAGE_SIZE = 200;
const MOST_SHOWN = 1_000;
/** Pixels from the end within which new lines are scrolled to. */
const NEAR_END = 40;

/** The log as it is written. Its last page is read once; a stream brings the rest. */
export function TaskLog() {
  const { task_id: taskId } = useTask();
  const t = useTexts(taskTexts);
  const newest = useData(['log', taskId], async (client, signal) => {
    const params = { path: { task_id: taskId }, query: { limit: PAGE_SIZE } };
    const { logs } = await dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/logs', { params, signal }));
    return logs.toReversed();
  });
  return newest.data === undefined ? (
    <Card title={t.log}>
      <Loaded query={newest}>{() => null}</Loaded>
    </Card>
  ) : (
    <FollowedLog first={newest.data} />
  );
}

function FollowedLog({ first }: { readonly first: readonly LogLine[] }) {
  const t = useTexts(taskTexts);
  const task = useTask();
  const [start] = useState(first);
  const { older, loadOlder, canLoadOlder, error } = useOlderLines(task.task_id, start);
  const { lines, isLive } = useTaskEvents(task.task_id, start.at(-1)?.id ?? 0, `${task.status} ${task.started_at}`);
  const [level, setLevel] = useState<LogLine['level']>('INFO');
  const [words, setWords] = useState('');
  const known = new Set(start.map(({ id }) => id));
  const all = [...older, ...start, ...lines.filter(({ id }) => !known.has(id))];
  const shown = all
    .filter((line) => LEVELS.indexOf(line.level) >= LEVELS.indexOf(level))
    .filter(({ message }) => words === '' || message.toLowerCase().includes(words.toLowerCase()));
  return (
    <Card title={t.log} actions={isLive && task.status === 'in_progress' && <Badge tone="active">{t.live}</Badge>}>
      <div className="stack">
        <div className="filters">
          <Select<LogLine['level']>
            label={t.level}
            value={level}
            onChange={setLevel}
            choices={[
              { value: 'DEBUG', name: t.allLevels },
              { value: 'INFO', name: t.infoUp },
              { value: 'WARNING', name: t.warningUp },
              { value: 'ERROR', name: t.errorUp },
            ]}
          />
          <TextInput label={t.findInLog} type="search" value={words} onChange={setWords} />
        </div>
        {all.length === 0 ? <Empty title={t.noLog}>{t.noLogHelp}</Empty> : <Lines lines={shown.slice(-MOST_SHOWN)} />}
        <ActionError error={error} />
        {canLoadOlder && (
          <div>
            <Button small onPress={() => void loadOlder()}>
              {t.older}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function useOlderLines(taskId: string, first: readonly LogLine[]) {
  const client = useClient();
  const [older, setOlder] = useState<readonly LogLine[]>([]);
  const [canLoadOlder, setCanLoadOlder] = useState(first.length === PAGE_SIZE);
  const [error, setError] = useState<Error | null>(null);
  const loadOlder = async () => {
    const before = (older[0] ?? first[0])?.id;
    const query = { limit: PAGE_SIZE, before_id: String(before ?? 0) };
    try {
      const params = { path: { task_id: taskId }, query };
      const { logs } = await dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/logs', { params }));
      setOlder([...logs.toReversed(), ...older]);
      setCanLoadOlder(logs.length === PAGE_SIZE);
      setError(null);
    } catch (failure) {
      setError(failure as Error);
    }
  };
  return { older, loadOlder, canLoadOlder, error };
}

/** It scrolls along while its end is in sight. */
function Lines({ lines }: { readonly lines: readonly LogLine[] }) {
  const t = useTexts(taskTexts);
  const format = useFormat();
  const levels = useTexts(logLevelNames);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = lines.at(-1)?.id;
  useEffect(() => {
    if (isAtEnd.current && box.current !== null) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [last]);
  return (
    <div
      className="log"
      role="log"
      aria-label={t.log}
      aria-live="off"
      tabIndex={0}
      ref={box}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      {lines.map(({ id, timestamp, level, message }) => (
        <div key={id} className={`log-line log-${level.toLowerCase()}`}>
          <time dateTime={timestamp} title={format.time(timestamp)}>
            {format.time(timestamp).slice(-8)}
          </time>
          <span className="log-level">{levels[level]}</span>
          <Foreign text={message} max={2_000} />
        </div>
      ))}
    </div>
  );
}
