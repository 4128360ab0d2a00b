import { useState } from 'react';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Select } from '../../ui/fields.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { CursorPager } from './cursor-pager.js';
import { causeNames, resultStatuses, type Cause } from './names.js';
import type { Report } from './report.js';
import { ResultDialog, type Result } from './result-dialog.js';
import { resultTexts } from './texts.js';
import type { Evaluation } from './use-evaluations.js';

const PAGE_SIZE = 50;
const SHOWS = ['failed', 'leaked', 'unusable', 'all'] as const;
type Show = (typeof SHOWS)[number];

interface FailuresCardProps {
  readonly evaluation: Evaluation;
  readonly report: Report;
}

/** Questions with the causes of their failures. The filters are in the address. */
export function FailuresCard({ evaluation, report: { causes } }: FailuresCardProps) {
  const t = useTexts(resultTexts);
  const { texts, set } = useAddress();
  const names = useTexts(causeNames);
  const show: Show = SHOWS.find((one) => one === texts['show']) ?? 'failed';
  const cause = causes.find((one) => one.cause === texts['cause'])?.cause;
  return (
    <Card title={t.failures} lead={t.failuresHelp}>
      <div className="stack">
        {causes.length > 0 && (
          <CauseBars causes={causes} chosen={cause} onChoose={(next) => set({ cause: next, show: '' })} />
        )}
        <div className="filters">
          <Select<Show>
            label={t.show}
            value={show}
            onChange={(next) => set({ show: next, cause: '' })}
            choices={SHOWS.map((value) => ({ value, name: t[value] }))}
          />
          {causes.length > 0 && show === 'failed' && (
            <Select<Cause | 'any'>
              label={t.cause}
              value={cause ?? 'any'}
              onChange={(next) => set({ cause: next === 'any' ? '' : next })}
              choices={[
                { value: 'any', name: t.anyCause },
                ...causes.map(({ cause: value }) => ({ value, name: names[value] })),
              ]}
            />
          )}
        </div>
        <Results key={`${show} ${cause}`} evaluation={evaluation} show={show} cause={cause} />
      </div>
    </Card>
  );
}

interface CauseBarsProps {
  readonly causes: Report['causes'];
  readonly chosen: Cause | undefined;
  readonly onChoose: (cause: string) => void;
}

function CauseBars({ causes, chosen, onChoose }: CauseBarsProps) {
  const names = useTexts(causeNames);
  const format = useFormat();
  const most = Math.max(...causes.map(({ questions }) => questions));
  return (
    <div className="cause-bars">
      {causes.map(({ cause, questions }) => (
        <button
          key={cause}
          type="button"
          className="cause-bar"
          aria-pressed={cause === chosen}
          onClick={() => onChoose(cause === chosen ? '' : cause)}
        >
          <span>{names[cause]}</span>
          <span className="cause-track" style={{ width: `${(100 * questions) / most}%` }} />
          <span>{format.number(questions)}</span>
        </button>
      ))}
    </div>
  );
}

interface ResultsProps {
  readonly evaluation: Evaluation;
  readonly show: Show;
  readonly cause: Cause | undefined;
}

function Results({ evaluation: { task_id: taskId, evaluation_id: id }, show, cause }: ResultsProps) {
  const t = useTexts(resultTexts);
  const [afters, setAfters] = useState<readonly number[]>([-1]);
  const after = afters.at(-1) ?? -1;
  const results = useData(
    ['evaluations', taskId, 'results', id, show, cause, after],
    (client, signal) => {
      const query = {
        after,
        limit: PAGE_SIZE,
        ...(show === 'failed' ? { failed: true } : show === 'all' ? {} : { status: show }),
        ...(cause === undefined ? {} : { cause }),
      };
      const path = '/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/results';
      return dataOf(client.GET(path, { params: { path: { task_id: taskId, evaluation_id: id }, query }, signal }));
    },
    { keepsPrevious: true },
  );
  return (
    <Loaded
      query={results}
      empty={({ results: found }) =>
        found.length === 0 ? <Empty title={show === 'failed' ? t.noFailures : t.noneFound} /> : null
      }
    >
      {({ results: found, next_after: next }) => (
        <>
          <ResultTable results={found} />
          <CursorPager afters={afters} next={next} onChange={setAfters} />
        </>
      )}
    </Loaded>
  );
}

function ResultTable({ results }: { readonly results: readonly Result[] }) {
  const t = useTexts(resultTexts);
  const [opened, open] = useState<Result | null>(null);
  const columns: readonly Column<Result>[] = [
    { name: t.question, width: '38%', cell: ({ question }) => <Foreign text={question} max={300} /> },
    { name: t.cause, cell: (result) => <Causes result={result} /> },
    {
      name: t.details,
      width: '6.5rem',
      align: 'end',
      cell: (result) => (
        <Button small aria-label={`${t.details}: ${result.question.slice(0, 80)}`} onPress={() => open(result)}>
          {t.details}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table label={t.failures} columns={columns} rows={results} rowKey={({ position }) => String(position)} />
      {opened !== null && <ResultDialog result={opened} onClose={() => open(null)} />}
    </>
  );
}

function Causes({ result: { causes, status, note } }: { readonly result: Result }) {
  const names = useTexts(causeNames);
  const statuses = useTexts(resultStatuses);
  if (status !== 'counted') {
    return (
      <div className="cause">
        {statuses[status]}
        {note !== null && (
          <span className="quiet">
            <ForeignLine text={note} />
          </span>
        )}
      </div>
    );
  }
  return causes.map(({ code, what }) => (
    <div key={code} className="cause">
      {names[code]}
      {what.length > 0 && (
        <span className="quiet">
          <ForeignLine text={what.join(', ')} />
        </span>
      )}
    </div>
  ));
}
