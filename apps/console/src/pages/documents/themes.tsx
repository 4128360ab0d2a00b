import { lazy, Suspense } from 'react';
import { useData } from '../../data/data.js';
import { taskFile } from '../../data/task-file.js';
import { useTexts } from '../../i18n/language.js';
import { Select } from '../../ui/fields.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded, Loading } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { visibleText } from '../../ui/foreign.js';
import { parseDiagrams, type DocumentedTable } from './parse-files.js';
import { documentTexts } from './texts.js';

const DIAGRAMS_FILE = 'er_diagrams.md';

const ErDiagram = lazy(async () => ({ default: (await import('./er-diagram.js')).ErDiagram }));

interface ThemesProps {
  readonly taskId: string;
  readonly tables: readonly DocumentedTable[];
}

/** The diagram of one theme; its tables open their documents. */
export function Themes({ taskId, tables }: ThemesProps) {
  const t = useTexts(documentTexts);
  const { texts, set } = useAddress();
  const diagrams = useData(['diagrams', taskId], async (client, signal) =>
    parseDiagrams((await taskFile(client, taskId, DIAGRAMS_FILE, signal)) ?? ''),
  );
  const open = (shown: string) => {
    const table = tables.find(({ name }) => name === shown || name.endsWith(`.${shown}`));
    set({ view: '', table: table?.name ?? '' });
  };
  return (
    <Card title={t.themes} lead={t.diagramHelp}>
      <Loaded query={diagrams} empty={(found) => (found.length > 0 ? null : <Empty title={t.noThemes} />)}>
        {(found) => {
          const current = found.find(({ theme }) => theme === texts['theme']) ?? found[0];
          return (
            current !== undefined && (
              <div className="stack">
                <Select
                  label={t.themes}
                  isLabelHidden
                  value={current.theme}
                  onChange={(theme) => set({ theme })}
                  choices={found.map(({ theme }) => ({ value: theme, name: visibleText(theme) }))}
                />
                <Suspense fallback={<Loading />}>
                  <ErDiagram diagram={current} label={t.diagram({ theme: current.theme })} onOpen={open} />
                </Suspense>
              </div>
            )
          );
        }}
      </Loaded>
    </Card>
  );
}
