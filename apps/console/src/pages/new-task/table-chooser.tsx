import { useMemo, useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Checkbox, TextBlock, TextInput } from '../../ui/fields.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { itemOf, linesOf, matchTables } from './matching.js';
import { newTaskTexts } from './texts.js';

type ListedTable = components['schemas']['ListedTable'];

const MOST_LINES = 1_000;

interface ChooserProps {
  /** Another database than that of the configuration; empty: that one. */
  readonly database: string;
  readonly list: string;
  readonly onChange: (list: string) => void;
}

/** The list as text, and the tables of the database that its lines choose. */
export function TableChooser({ database, list, onChange }: ChooserProps) {
  const t = useTexts(newTaskTexts);
  return (
    <Card title={t.tables} lead={t.tablesLead}>
      <div className="chooser">
        <TextBlock label={t.patterns} rows={12} value={list} onChange={onChange} placeholder={'public.*'} />
        <div className="stack">
          <h3>{t.databaseTables}</h3>
          {database === '' ? (
            <DatabaseTables list={list} onChange={onChange} />
          ) : (
            <p className="quiet">{t.otherDatabase}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

type ListProps = Pick<ChooserProps, 'list' | 'onChange'>;

function DatabaseTables({ list, onChange }: ListProps) {
  const t = useTexts(newTaskTexts);
  const tables = useData(['database', 'tables'], (client, signal) =>
    dataOf(client.POST('/api/v0/database/tables', { body: { schema: '*', include_views: true }, signal })),
  );
  return (
    <Loaded
      query={tables}
      empty={({ total }) => (total === 0 ? <Empty title={t.noTables}>{t.noTablesHelp}</Empty> : null)}
    >
      {({ details }) => <Preview tables={details} list={list} onChange={onChange} />}
    </Loaded>
  );
}

function Preview({ tables, list, onChange }: ListProps & { readonly tables: readonly ListedTable[] }) {
  const t = useTexts(newTaskTexts);
  const [words, setWords] = useState('');
  const names = useMemo(() => tables.map(({ name }) => name), [tables]);
  const lines = useMemo(() => linesOf(list), [list]);
  const { chosen, unmatched } = useMemo(() => matchTables(lines, names), [lines, names]);
  const shown = tables.filter(({ name, comment }) =>
    `${name} ${comment ?? ''}`.toLowerCase().includes(words.toLowerCase()),
  );
  const choose = (name: string, isChosen: boolean) =>
    onChange((isChosen ? [...lines, itemOf(name)] : withoutTable(lines, name, [...chosen])).join('\n'));
  const columns: readonly Column<ListedTable>[] = [
    {
      name: t.tables,
      cell: ({ name }) => (
        <Checkbox isSelected={chosen.has(name)} onChange={(isChosen) => choose(name, isChosen)}>
          <ForeignLine text={name} />
        </Checkbox>
      ),
    },
    { name: t.comment, cell: ({ comment }) => <ForeignLine text={comment ?? ''} /> },
  ];
  return (
    <>
      <div className="filters">
        <TextInput label={t.filter} type="search" value={words} onChange={setWords} placeholder={t.filterPlaceholder} />
        <Button onPress={() => onChange([...new Set([...lines, ...shown.map(({ name }) => itemOf(name))])].join('\n'))}>
          {t.selectShown}
        </Button>
      </div>
      <p role="status">
        <strong>{t.matches({ count: chosen.size, total: names.length })}</strong>
      </p>
      {unmatched.length > 0 && (
        <p className="notice">
          <ForeignLine text={t.unmatched({ patterns: unmatched.join(', ') })} />
        </p>
      )}
      {lines.length > MOST_LINES && <p className="notice">{t.tooMany}</p>}
      <div className="chooser-tables" tabIndex={0} role="group" aria-label={t.databaseTables}>
        <Table label={t.databaseTables} columns={columns} rows={shown} rowKey={({ name }) => name} scrollsIn="parent" />
      </div>
    </>
  );
}

/** A line that names the table goes; a pattern that matches it becomes the other tables that it matches. */
function withoutTable(lines: readonly string[], table: string, chosen: readonly string[]): string[] {
  const others = lines.flatMap((line) => {
    const matched = matchTables([line], chosen).chosen;
    return matched.has(table) ? [...matched].filter((name) => name !== table).map(itemOf) : [line];
  });
  return [...new Set(others)];
}
