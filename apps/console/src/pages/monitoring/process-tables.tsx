import type { components } from '#clients/typescript';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { queueNames, roleNames } from '../../view/operation-names.js';
import { STEP_NAMES, type StepName } from '../../view/statuses.js';
import { monitoringTexts } from './texts.js';

type Process = components['schemas']['ProcessView'];
type Queue = components['schemas']['QueueView'];
type NamedQueue = readonly [string, Queue];

export function QueueTable({ queues }: { readonly queues: Readonly<Record<string, Queue>> }) {
  const t = useTexts(monitoringTexts);
  const format = useFormat();
  const nameOfQueue = useQueueName();
  const count = (name: string, of: keyof Queue): Column<NamedQueue> => ({
    name,
    align: 'end',
    cell: ([, queue]) => format.number(queue[of]),
  });
  const columns: readonly Column<NamedQueue>[] = [
    { name: t.queue, cell: ([name]) => nameOfQueue(name) },
    count(t.waiting, 'waiting'),
    count(t.active, 'active'),
    count(t.delayed, 'delayed'),
    count(t.failed, 'failed'),
  ];
  return <Table label={t.queues} columns={columns} rows={Object.entries(queues)} rowKey={([name]) => name} />;
}

export function ProcessTable({ processes }: { readonly processes: readonly Process[] }) {
  const t = useTexts(monitoringTexts);
  const format = useFormat();
  const nameOfQueue = useQueueName();
  const roles = useTexts(roleNames);
  const columns: readonly Column<Process>[] = [
    { name: t.process, cell: ({ process_id: id }) => <ForeignLine text={id} /> },
    { name: t.role, width: '6rem', cell: ({ role }) => roles[role] },
    { name: t.takes, cell: ({ queues }) => <ForeignLine text={queues.map(nameOfQueue).join(' · ') || '—'} /> },
    { name: t.cpuShort, width: '6rem', align: 'end', cell: ({ cpu_percent: cpu }) => format.percent(cpu) },
    { name: t.memoryShort, width: '7rem', align: 'end', cell: ({ memory_bytes: bytes }) => format.bytes(bytes) },
    { name: t.jobs, width: '5rem', align: 'end', cell: ({ active_jobs: jobs }) => format.number(jobs) },
    { name: t.sampled, width: '8rem', cell: ({ sampled_at: at }) => <Ago iso={at} /> },
  ];
  return <Table label={t.processes} columns={columns} rows={processes} rowKey={({ process_id: id }) => id} />;
}

function useQueueName(): (queue: string) => string {
  const { language } = useLanguage();
  const names = useTexts(queueNames);
  return (queue) => (isStepName(queue) ? STEP_NAMES[queue][language] : nameOf(names, queue));
}

function isStepName(queue: string): queue is StepName {
  return Object.hasOwn(STEP_NAMES, queue);
}
