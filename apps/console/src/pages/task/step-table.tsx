import { useState } from 'react';
import type { components } from '#clients/typescript';
import { useMay } from '../../data/session.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Progress } from '../../ui/progress.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { isRunning, StatusBadge, STEP_NAMES, type StepName } from '../../view/statuses.js';
import { RunDialog } from './run-dialog.js';
import { useTask } from './task-context.js';
import { taskTexts } from './texts.js';

export type MonitoredStep = components['schemas']['StepMonitorView'];

export function StepTable({ steps }: { readonly steps: readonly MonitoredStep[] }) {
  const t = useTexts(taskTexts);
  const format = useFormat();
  const { language } = useLanguage();
  const task = useTask();
  const mayRun = useMay('run') && task.status !== 'in_progress';
  const [chosen, choose] = useState<StepName | null>(null);
  const columns: readonly Column<MonitoredStep>[] = [
    { name: t.step, width: '20%', cell: ({ step_name: name }) => STEP_NAMES[name][language] },
    { name: t.status, width: '8.5rem', cell: ({ status }) => <StatusBadge status={status} /> },
    { name: t.progress, cell: (step) => <StepState step={step} /> },
    { name: t.started, width: '9.5rem', cell: ({ started_at: at }) => <Ago iso={at} /> },
    {
      name: t.took,
      width: '7rem',
      align: 'end',
      cell: ({ elapsed_seconds: seconds }) => (seconds === null ? '—' : format.duration(seconds)),
    },
    ...(mayRun
      ? [
          {
            name: t.runStep,
            width: '8rem',
            align: 'end' as const,
            cell: ({ step_name: name }: MonitoredStep) => (
              <Button small aria-label={`${t.runStep}: ${STEP_NAMES[name][language]}`} onPress={() => choose(name)}>
                {t.runTitle}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Table label={t.steps} columns={columns} rows={steps} rowKey={({ step_name: name }) => name} />
      <RunDialog key={chosen} mode={chosen ?? 'complete'} isOpen={chosen !== null} onClose={() => choose(null)} />
    </>
  );
}

/** How far the step is, how long it will take, and what went wrong. */
function StepState({ step }: { readonly step: MonitoredStep }) {
  const t = useTexts(taskTexts);
  const format = useFormat();
  const { language } = useLanguage();
  const { progress, expected_end: end, history, error_message: error, log_counts: counts } = step;
  const state = useTask().steps.find(({ step_name: name }) => name === step.step_name);
  const waiting = state?.waiting ?? null;
  const warnings = (counts.WARNING ?? 0) + (counts.ERROR ?? 0) + (counts.CRITICAL ?? 0);
  return (
    <div className="step-state">
      {isRunning(step.status) && (
        <>
          <Progress
            label={`${STEP_NAMES[step.step_name][language]}: ${t.progress}`}
            percent={progress === null ? null : progress.percent}
          />
          <span className="quiet step-line">
            {progress !== null && (
              <span>
                {format.number(progress.done)} / {format.number(progress.total)}
              </span>
            )}
            {progress?.label && <Foreign text={progress.label} max={60} />}
            {end !== null ? (
              <span>{t.expectedEnd({ time: format.clock(end) })}</span>
            ) : (
              history !== null && <span>{t.usually({ time: format.duration(history.median_seconds) })}</span>
            )}
          </span>
        </>
      )}
      {waiting !== null && (
        <p className="quiet">
          {t.waiting({ reason: visibleText(waiting.reason), time: format.clock(waiting.next_attempt_at) })}
        </p>
      )}
      {state?.stale_at && (
        <p>
          <Badge tone="warning">{t.stale}</Badge> <Foreign text={state.stale_reason ?? ''} />
        </p>
      )}
      {error !== null && <Foreign text={error} />}
      {warnings > 0 && (
        <Badge tone="warning">
          {t.warnings} {format.number(warnings)}
        </Badge>
      )}
    </div>
  );
}
