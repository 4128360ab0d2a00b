import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useChange } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Button } from '../../ui/button.js';
import { ActionError } from '../../ui/dialog.js';
import { Checkbox, Select, TextInput, type Choice } from '../../ui/fields.js';
import { visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Failure, Loading } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { kindNames } from '../../view/pair-names.js';
import { useTask } from '../task/task-context.js';
import { BulkDialog } from './bulk-dialog.js';
import { Conflicts, FailedDecisions } from './conflicts.js';
import { KeyButton } from './key-button.js';
import { PairView } from './pair-view.js';
import './pairs.css';
import { QueueList } from './queue-list.js';
import type { Pair } from './review-queue.js';
import { SpotCheckBar, SpotCheckDialog, type SpotCheck, type SpotCheckFilter } from './spot-check.js';
import { pairTexts, riskTexts, sourceTexts, stateTexts } from './texts.js';
import { useKeys, useKeySwitch } from './use-keys.js';
import { useReview, type Facets, type PairFilter } from './use-review.js';

export default function PairsPage() {
  const { task_id: taskId } = useTask();
  const t = useTexts(pairTexts);
  const mayDecide = useMay('run');
  const filter = useFilter();
  const [spotCheck, setSpotCheck] = useState<SpotCheck | null>(null);
  const [sample, setSample] = useState<readonly Pair[] | null>(null);
  const [dialog, setDialog] = useState<'bulk' | 'spot-check' | null>(null);
  const review = useReview(taskId, filter, sample);
  const { source, kind, table } = filter;
  const drawnFrom = { ...(source && { source }), ...(kind && { kind }), ...(table && { table }) };
  const draw = useSpotCheck(taskId, drawnFrom, (drawn) => {
    setSpotCheck(drawn);
    setDialog(null);
  });
  const { queue, facets } = review;
  const [hasKeys, setKeys] = useKeySwitch();
  const [editing, setEditing] = useState<string | null>(null);
  const isEditing = editing !== null && editing === review.current?.pair_id;
  const back = () => review.move(-1);
  // Of the page, as they are wanted when the queue has ended.
  useKeys(isEditing || !hasKeys ? {} : { p: back, k: back, ...(mayDecide && { u: review.undo }) });
  const hasPairs = facets !== null && Object.values(facets.states).some((count) => count > 0);
  return (
    <div className="pairs">
      <Card
        title={t.queue}
        lead={mayDecide ? t.lead : t.readOnly}
        actions={
          <>
            {mayDecide && <KeyButton kind="quiet" name={t.undo} hint={hasKeys ? 'U' : null} onPress={review.undo} />}
            <Button small onPress={() => setDialog('spot-check')}>
              {t.spotCheck}
            </Button>
            {mayDecide && (
              <Button small onPress={() => setDialog('bulk')}>
                {t.bulk}
              </Button>
            )}
          </>
        }
      >
        {spotCheck === null ? (
          <Filters facets={facets} filter={filter} />
        ) : (
          <SpotCheckBar
            taskId={taskId}
            spotCheck={spotCheck}
            decided={queue.decided.size}
            waiting={review.waiting}
            onEnd={() => {
              setSpotCheck(null);
              setSample(null);
            }}
          />
        )}
        <ActionError error={review.isLoading ? null : review.facets === null ? null : review.error} />
        <Conflicts review={review} />
        <FailedDecisions review={review} />
        <Checkbox isSelected={hasKeys} onChange={setKeys}>
          {t.singleKeys}
        </Checkbox>
      </Card>
      {review.isLoading ? (
        <Loading />
      ) : facets === null ? (
        <Failure error={review.error ?? new Error('')} retry={review.reload} />
      ) : queue.pairs.length === 0 ? (
        <Card>
          <Empty title={hasPairs ? t.noneFound : t.noPairs}>{hasPairs ? t.noneFoundHelp : t.noPairsHelp}</Empty>
        </Card>
      ) : (
        <div className="pairs-columns">
          <QueueList review={review} />
          {review.current === null ? (
            <Card>
              <Empty title={t.done} action={<Button onPress={review.reload}>{t.reload}</Button>}>
                {t.doneHelp}
              </Empty>
            </Card>
          ) : (
            <PairView
              review={review}
              pair={review.current}
              taskId={taskId}
              hasKeys={hasKeys}
              isEditing={isEditing}
              onEdit={(edits) => setEditing(edits ? (review.current?.pair_id ?? null) : null)}
            />
          )}
        </div>
      )}
      <BulkDialog
        taskId={taskId}
        filter={filter}
        isOpen={dialog === 'bulk'}
        onClose={() => setDialog(null)}
        onDone={review.reload}
      />
      <SpotCheckDialog
        isOpen={dialog === 'spot-check'}
        onClose={() => setDialog(null)}
        isPending={draw.isPending}
        error={draw.error}
        onDraw={(n) =>
          draw.mutate(
            { n, since: new Date().toISOString() },
            {
              onSuccess: ({ drawn }) => setSample(drawn),
            },
          )
        }
      />
    </div>
  );
}

function useSpotCheck(taskId: string, filter: SpotCheckFilter, onDrawn: (spotCheck: SpotCheck) => void) {
  return useChange(
    async (client, { n, since }: { n: number; since: string }) => {
      const params = { path: { task_id: taskId } };
      const path = '/api/v0/data_pipeline/tasks/{task_id}/pairs/spot-check';
      const { seed, pairs } = await dataOf(client.POST(path, { params, body: { ...filter, n, since } }));
      return { seed, n, since, drawn: pairs };
    },
    { onDone: ({ seed, n, since }) => onDrawn({ filter, seed, n, since }) },
  );
}

const STATES = ['new', 'approved', 'rejected', 'needs_work'] as const;

/** Of the address, so that a queue can be linked to. Pairs without a decision are the first to look at. */
function useFilter(): PairFilter {
  const { texts } = useAddress();
  const { state = 'new', risk, source, kind, table, q } = texts;
  return {
    ...(STATES.some((one) => one === state) ? { state: state as (typeof STATES)[number] } : {}),
    ...(risk !== undefined && risk in riskTexts ? { risk: risk as keyof typeof riskTexts } : {}),
    ...(source !== undefined && source in sourceTexts ? { source: source as keyof typeof sourceTexts } : {}),
    ...(kind ? { kind } : {}),
    ...(table ? { table } : {}),
    ...(q ? { text: q } : {}),
  };
}

function Filters({ facets, filter }: { readonly facets: Facets | null; readonly filter: PairFilter }) {
  const t = useTexts(pairTexts);
  const states = useTexts(stateTexts);
  const risks = useTexts(riskTexts);
  const sources = useTexts(sourceTexts);
  const kinds = useTexts(kindNames);
  const { set } = useAddress();
  const choices = (counts: Readonly<Record<string, number>> | undefined, nameOf: (key: string) => string) => [
    { value: 'any', name: t.any },
    ...Object.entries(counts ?? {})
      .sort(([, a], [, b]) => b - a)
      .map(([value, count]): Choice<string> => ({ value, name: `${nameOf(value)} (${count})` })),
  ];
  return (
    <div className="filters">
      <TextInput
        label={t.search}
        type="search"
        value={filter.text ?? ''}
        placeholder={t.searchPlaceholder}
        maxLength={500}
        onChange={(q) => set({ q })}
      />
      <Select
        label={t.state}
        value={filter.state ?? 'any'}
        onChange={(state) => set({ state })}
        choices={[
          { value: 'any', name: t.any },
          ...STATES.map((state) => ({ value: state, name: `${states[state]} (${facets?.states[state] ?? 0})` })),
        ]}
      />
      <Select
        label={t.risk}
        value={filter.risk ?? 'any'}
        onChange={(risk) => set({ risk })}
        choices={choices(facets?.risks, (risk) => nameOf(risks, risk))}
      />
      <Select
        label={t.source}
        value={filter.source ?? 'any'}
        onChange={(source) => set({ source })}
        choices={choices(facets?.sources, (source) => nameOf(sources, source))}
      />
      <Select
        label={t.kind}
        value={filter.kind ?? 'any'}
        onChange={(kind) => set({ kind: kind === 'any' ? '' : kind })}
        choices={choices(facets?.kinds, (kind) => nameOf(kinds, kind))}
      />
      <Select
        label={t.table}
        value={filter.table ?? 'any'}
        onChange={(table) => set({ table: table === 'any' ? '' : table })}
        choices={choices(facets?.tables, visibleText)}
      />
    </div>
  );
}
