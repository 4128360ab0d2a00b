import type { components } from '#clients/typescript';
import { useTexts } from '../../i18n/language.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Card, Facts } from '../../ui/page.js';
import { Foreign } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { overviewTexts } from './texts.js';

export type MonitorStatus = components['schemas']['MonitorStatus'];

export const HEALTH_TONES: Readonly<Record<MonitorStatus['health'], Tone>> = {
  healthy: 'good',
  degraded: 'warning',
  unhealthy: 'bad',
};

export function HealthCard({ status }: { readonly status: MonitorStatus }) {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const { health, reasons, totals, queues, disk_usage: disk } = status;
  const waiting = Object.values(queues ?? {}).reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <Card title={t.health} actions={<Badge tone={HEALTH_TONES[health]}>{t[health]}</Badge>}>
      <div className="stack">
        {reasons.length > 0 && (
          <ul className="reasons">
            {reasons.map((reason) => (
              <li key={reason}>
                <Foreign text={reason} />
              </li>
            ))}
          </ul>
        )}
        <Facts
          facts={[
            { name: t.processes, value: t.processesValue({ all: totals.processes, workers: totals.workers }) },
            { name: t.waitingJobs, value: queues === null ? t.unknown : format.number(waiting) },
            { name: t.files, value: format.bytes(disk.training_data_bytes) },
            {
              name: t.freeDisk,
              value: disk.disk_free_bytes === null ? t.unknown : format.bytes(disk.disk_free_bytes),
            },
          ]}
        />
      </div>
    </Card>
  );
}
