import type { UseQueryResult } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useData } from '../../data/data.js';
import { taskFile } from '../../data/task-file.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import { ForeignLine, visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Loaded, Loading } from '../../ui/states.js';
import { Meaning } from './meaning-card.js';
import type { DocumentedTable } from './parse-files.js';
import { ProfileCharts } from './profile-charts.js';
import { documentTexts } from './texts.js';
import { useModelTable } from './use-model.js';

const Markdown = lazy(() => import('./markdown.js'));

interface TableDocumentProps {
  readonly taskId: string;
  readonly table: DocumentedTable;
  /** Names of all tables. */
  readonly tables: readonly string[];
  readonly onOpen: (table: string) => void;
}

export function TableDocument({ taskId, table: { name, ddl, detail }, tables, onOpen }: TableDocumentProps) {
  const t = useTexts(documentTexts);
  const document = useFile(taskId, detail);
  const statement = useFile(taskId, ddl);
  const model = useModelTable(taskId, name);
  return (
    <div className="stack documents-table">
      <Card
        title={<ForeignLine text={name} />}
        actions={
          <>
            <Copy query={document} />
            <Button small onPress={() => window.print()}>
              {t.print}
            </Button>
          </>
        }
      >
        <FileText query={document}>
          {(text) => (
            <Suspense fallback={<Loading />}>
              <Markdown text={text} />
            </Suspense>
          )}
        </FileText>
      </Card>
      <Loaded query={model}>
        {(found) =>
          found === null ? (
            <Card title={t.meaning}>
              <p className="quiet">{t.noMeaning}</p>
            </Card>
          ) : (
            <>
              {found.profile !== null && <ProfileCharts profile={found.profile} />}
              <Meaning taskId={taskId} model={found} tables={tables} onOpen={onOpen} />
            </>
          )
        }
      </Loaded>
      <Card title={t.ddl} actions={<Copy query={statement} />}>
        <FileText query={statement}>{(text) => <Source text={text} label={t.ddl} />}</FileText>
      </Card>
    </div>
  );
}

function useFile(taskId: string, name: string | null): UseQueryResult<string | null> {
  return useData(['file', taskId, name], async (client, signal) =>
    name === null ? null : taskFile(client, taskId, name, signal),
  );
}

interface FileTextProps {
  readonly query: UseQueryResult<string | null>;
  readonly children: (text: string) => React.ReactNode;
}

function FileText({ query, children }: FileTextProps) {
  const t = useTexts(documentTexts);
  return (
    <Loaded query={query}>{(text) => (text === null ? <p className="quiet">{t.missing}</p> : children(text))}</Loaded>
  );
}

function Copy({ query: { data } }: { readonly query: UseQueryResult<string | null> }) {
  return data ? <CopyButton text={data} /> : null;
}

function Source({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <pre className="documents-source" tabIndex={0} aria-label={label}>
      <bdi>{visibleText(text)}</bdi>
    </pre>
  );
}
