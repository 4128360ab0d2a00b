import { useState } from 'react';
import { useData } from '../../data/data.js';
import { taskFile } from '../../data/task-file.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { TextInput } from '../../ui/fields.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { useTask } from '../task/task-context.js';
import './documents.css';
import './model.css';
import { parseMapping, type DocumentedTable } from './parse-files.js';
import { TableDocument } from './table-document.js';
import { documentTexts } from './texts.js';
import { Themes } from './themes.js';
import { useTableWords } from './use-model.js';

const MAPPING_FILE = 'filename_mapping.txt';
/** Rows of the list: with more tables, one searches. */
const SHOWN = 300;

/** The table and the view are in the address, so that a document can be linked to. */
export default function DocumentsPage() {
  const { task_id: taskId } = useTask();
  const t = useTexts(documentTexts);
  const { texts, set } = useAddress();
  const isThemes = texts['view'] === 'themes';
  const tables = useData(['documents', taskId], async (client, signal) =>
    parseMapping((await taskFile(client, taskId, MAPPING_FILE, signal)) ?? ''),
  );
  return (
    <Loaded
      query={tables}
      empty={(found) =>
        found.length > 0 ? null : (
          <Card>
            <Empty title={t.none}>{t.noneHelp}</Empty>
          </Card>
        )
      }
    >
      {(found) => {
        const current = found.find(({ name }) => name === texts['table']) ?? found[0];
        return (
          <div className="documents">
            <div className="documents-views" role="group">
              <Button small kind={isThemes ? 'plain' : 'primary'} onPress={() => set({ view: '' })}>
                {t.tables}
              </Button>
              <Button small kind={isThemes ? 'primary' : 'plain'} onPress={() => set({ view: 'themes' })}>
                {t.themes}
              </Button>
            </div>
            {isThemes ? (
              <Themes taskId={taskId} tables={found} />
            ) : (
              <div className="documents-columns">
                <TableList
                  taskId={taskId}
                  tables={found}
                  current={current?.name ?? ''}
                  onOpen={(table) => set({ table })}
                />
                {current !== undefined && (
                  <TableDocument
                    key={current.name}
                    taskId={taskId}
                    table={current}
                    tables={found.map(({ name }) => name)}
                    onOpen={(table) => set({ table })}
                  />
                )}
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

interface TableListProps {
  readonly taskId: string;
  readonly tables: readonly DocumentedTable[];
  readonly current: string;
  readonly onOpen: (table: string) => void;
}

function TableList({ taskId, tables, current, onOpen }: TableListProps) {
  const t = useTexts(documentTexts);
  const format = useFormat();
  const [wanted, setWanted] = useState('');
  const { data: words = {} } = useTableWords(taskId);
  const matching = tables.filter(({ name }) =>
    `${name} ${words[name] ?? ''}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <nav className="documents-list" aria-label={t.tables}>
      <TextInput
        label={t.search}
        isLabelHidden
        placeholder={t.search}
        type="search"
        value={wanted}
        onChange={setWanted}
      />
      {matching.length === 0 && <p className="quiet">{t.noMatch}</p>}
      <ul>
        {matching.slice(0, SHOWN).map(({ name }) => (
          <li key={name}>
            <button
              type="button"
              className="pair-row documents-row"
              aria-current={name === current ? 'true' : undefined}
              onClick={() => onOpen(name)}
            >
              <ForeignLine text={name} />
              {words[name] && (
                <span className="quiet">
                  <ForeignLine text={words[name]} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {matching.length > SHOWN && <p className="quiet">{t.more({ count: format.number(matching.length - SHOWN) })}</p>}
    </nav>
  );
}
