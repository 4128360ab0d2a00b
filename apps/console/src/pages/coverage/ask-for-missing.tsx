import { Plus } from 'lucide-react';
import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { TextInput } from '../../ui/fields.js';
import { visibleText } from '../../ui/foreign.js';
import { useFormat } from '../../view/format.js';
import { kindNames } from '../../view/pair-names.js';
import { STEP_NAMES, type StepName } from '../../view/statuses.js';
import { useTask } from '../task/task-context.js';
import { coverageTexts } from './texts.js';

/** For each table that lacks something. */
const PAIRS_PER_TABLE = 4;
const MOST_PAIRS = 200;
const MOST_TABLES = 1_000;
const PAIRS_OF_CELL = 2;

interface Wish {
  readonly tables: readonly string[];
  readonly kinds?: readonly string[];
  readonly count: number;
}

/** Adds pairs for what is wished, and leaves those that are there as they are. @param onDone the run has begun */
function useAsk(onDone: () => void) {
  const { task_id: taskId } = useTask();
  return useChange(
    (client, { tables, kinds = [], count }: Wish) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
          params: { path: { task_id: taskId } },
          body: {
            execution_mode: 'step',
            step_name: 'qa_generation',
            force_execution: true,
            add_for_tables: tables.slice(0, MOST_TABLES),
            ...(kinds.length === 0 ? {} : { add_of_kinds: [...kinds] }),
            add_count: count,
          },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']], onDone },
  );
}

interface AskForMissingProps {
  readonly missing: readonly string[];
  /** All pairs of the task; undefined until those of the present state are known. */
  readonly total: number | undefined;
}

/** One press asks for pairs about the tables whose columns or joins no pair uses. */
export function AskForMissing({ missing, total }: AskForMissingProps) {
  const t = useTexts(coverageTexts);
  const format = useFormat();
  const mayRun = useMay('run');
  const { status } = useTask();
  const [before, setBefore] = useState<number | undefined>(undefined);
  const ask = useAsk(() => setBefore(total));
  const isRunning = status === 'in_progress';
  const [count, setCount] = useState(String(Math.min(MOST_PAIRS, missing.length * PAIRS_PER_TABLE)));
  if (!mayRun || missing.length === 0) {
    return null;
  }
  return (
    <div className="stack coverage-ask">
      <p className="quiet">{t.askHelp({ tables: format.number(missing.length) })}</p>
      <div className="actions">
        <TextInput
          label={t.askCount}
          isLabelHidden
          type="number"
          min={1}
          max={1_000}
          value={count}
          onChange={setCount}
        />
        <Button
          kind="primary"
          isPending={ask.isPending}
          isDisabled={isRunning || total === undefined || Number(count) < 1}
          onPress={() => ask.mutate({ tables: missing, count: Number(count) })}
        >
          {t.ask}
        </Button>
      </div>
      <ActionError error={ask.error} />
      {!isRunning && before !== undefined && total !== undefined && (
        <p role="status">{total > before ? t.added({ count: format.number(total - before) }) : t.noneAdded}</p>
      )}
      <AfterAsking />
    </div>
  );
}

interface AskForWishProps {
  readonly tables: readonly string[];
  /** Empty: of any kind. */
  readonly kinds: readonly string[];
  /** Whether it is known that there is none at present. */
  readonly isCurrent: boolean;
}

/** What no pair is about: a press asks for it. A wish that finds nothing says so. */
export function AskForWish({ tables, kinds, isCurrent }: AskForWishProps) {
  const t = useTexts(coverageTexts);
  const names = useTexts(kindNames);
  const mayRun = useMay('run');
  const { status } = useTask();
  const [isAsked, setAsked] = useState(false);
  const ask = useAsk(() => setAsked(true));
  if (!mayRun || status === 'in_progress' || !isCurrent || tables.length === 0) {
    return <span className="quiet">·</span>;
  }
  const [kind] = kinds;
  const table = tables.length > 2 ? t.anyTable : visibleText(tables.join(', ').slice(0, 120));
  return isAsked ? (
    <span className="quiet" role="status" title={t.noneAdded}>
      {t.noneInCell}
    </span>
  ) : (
    <>
      <Button
        kind="quiet"
        small
        isPending={ask.isPending}
        aria-label={kind === undefined ? t.askTable({ table }) : t.askCell({ table, kind: nameOf(names, kind) })}
        onPress={() => ask.mutate({ tables, kinds, count: PAIRS_OF_CELL })}
      >
        <Plus aria-hidden size={13} />
      </Button>
      <ActionError error={ask.error} />
    </>
  );
}

/** New pairs are validated and loaded by the steps that follow. */
function AfterAsking() {
  const t = useTexts(coverageTexts);
  const { language } = useLanguage();
  const { task_id: taskId, status, stale_steps: stale } = useTask();
  const run = useChange(
    (client, _: undefined) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/{task_id}/execute', {
          params: { path: { task_id: taskId } },
          body: { execution_mode: 'resume' },
        }),
      ),
    { outdates: [['task', taskId], ['tasks']] },
  );
  if (status === 'in_progress') {
    return <p role="status">{t.running}</p>;
  }
  return stale.length === 0 ? null : (
    <>
      <p role="status">{t.stale({ steps: stale.map((step) => STEP_NAMES[step as StepName][language]).join(' · ') })}</p>
      <div className="actions">
        <Button isPending={run.isPending} onPress={() => run.mutate(undefined)}>
          {t.runStale}
        </Button>
      </div>
      <ActionError error={run.error} />
    </>
  );
}
