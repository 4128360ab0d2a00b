import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Foreign, ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import { useFormat } from '../../view/format.js';
import { coverageTexts } from './texts.js';

type Coverage = components['schemas']['TaskCoverage'];
type Asked = NonNullable<Coverage['asked']>;
interface Row {
  readonly key: string;
  readonly what: string;
  readonly name: string;
  readonly calls: number;
}

const SHOWN = 30;

/** What real SQL asks and no pair covers; nothing where the task has read no SQL. */
export function AskedCard({ taskId }: { readonly taskId: string }) {
  const coverage = useData(['coverage', taskId], (client, signal) =>
    dataOf(
      client.GET('/api/v0/data_pipeline/tasks/{task_id}/coverage', { params: { path: { task_id: taskId } }, signal }),
    ),
  );
  return (
    <Loaded query={coverage} empty={({ asked }) => (asked === null ? <></> : null)}>
      {({ asked }) => asked !== null && <AskedTable asked={asked} />}
    </Loaded>
  );
}

function AskedTable({ asked }: { readonly asked: Asked }) {
  const t = useTexts(coverageTexts);
  const format = useFormat();
  const rowsOf = (what: string, names: readonly { name: string; calls: number }[]): Row[] =>
    names.slice(0, SHOWN).map(({ name, calls }) => ({ key: `${what} ${name}`, what, name, calls }));
  const rows = [
    ...rowsOf(t.askedTable, asked.tables),
    ...rowsOf(t.askedJoin, asked.joins),
    ...rowsOf(t.askedOther, asked.other_tables),
  ].sort((a, b) => b.calls - a.calls);
  const counts = { forms: format.number(asked.forms), pairs: format.number(asked.pairs) };
  return (
    <Card title={t.asked} lead={t.askedHelp(counts)}>
      {rows.length === 0 ? (
        <p className="quiet">{t.askedNothing}</p>
      ) : (
        <Table
          label={t.asked}
          columns={[
            { name: t.askedWhat, cell: ({ what }) => what, width: '9rem' },
            { name: t.askedName, cell: ({ name }) => <ForeignLine text={name} /> },
            { name: t.askedCalls, cell: ({ calls }) => format.number(calls), align: 'end', width: '8rem' },
          ]}
          rows={rows}
          rowKey={({ key }) => key}
        />
      )}
      {asked.not_learnt_total > 0 && <NotLearnt asked={asked} />}
    </Card>
  );
}

function NotLearnt({ asked: { not_learnt: forms, not_learnt_total: total } }: { readonly asked: Asked }) {
  const t = useTexts(coverageTexts);
  const format = useFormat();
  return (
    <details>
      <summary>{t.notLearnt({ count: format.number(total) })}</summary>
      <ul className="reasons">
        {forms.slice(0, SHOWN).map(({ skeleton, calls, slots }, at) => (
          <li key={at}>
            <code>
              <Foreign text={skeleton} />
            </code>{' '}
            <span className="quiet">{t.notLearntWhy({ calls: format.number(calls), slots: slots.join(', ') })}</span>
          </li>
        ))}
        {total > SHOWN && <li>{t.more({ count: format.number(total - SHOWN) })}</li>}
      </ul>
    </details>
  );
}
