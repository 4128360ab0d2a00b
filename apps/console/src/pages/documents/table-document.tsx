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
import { modelJoins, modelPart, type DocumentedTable } from './parse-files.js';
import { documentTexts } from './texts.js';

const Markdown = lazy(() => import('./markdown.js'));
const MODEL_FILE = 'semantic_model.yaml';

interface TableDocumentProps {
  readonly taskId: string;
  readonly table: DocumentedTable;
  readonly onOpen: (table: string) => void;
}

export function TableDocument({ taskId, table: { name, ddl, detail }, onOpen }: TableDocumentProps) {
  const t = useTexts(documentTexts);
  const document = useFile(taskId, detail);
  const statement = useFile(taskId, ddl);
  const model = useFile(taskId, MODEL_FILE);
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
      <Card title={t.joins}>
        <FileText query={model}>{(yaml) => <Joins yaml={yaml} table={name} onOpen={onOpen} />}</FileText>
      </Card>
      <Card title={t.ddl} actions={<Copy query={statement} />}>
        <FileText query={statement}>{(text) => <Source text={text} label={t.ddl} />}</FileText>
      </Card>
      <Card title={t.meaning} lead={t.meaningHelp}>
        <FileText query={model}>
          {(yaml) => <Source text={modelPart(yaml, name) ?? t.missing} label={t.meaning} />}
        </FileText>
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

function Joins({
  yaml,
  table,
  onOpen,
}: {
  readonly yaml: string;
  readonly table: string;
  readonly onOpen: (table: string) => void;
}) {
  const t = useTexts(documentTexts);
  const joins = modelJoins(yaml).filter(({ from, to }) => from === table || to === table);
  return joins.length === 0 ? (
    <p className="quiet">{t.noJoins}</p>
  ) : (
    <ul className="documents-joins">
      {joins.map(({ from, to, columns }, index) => {
        const other = from === table ? to : from;
        return (
          <li key={index}>
            <span>{from === table ? '→' : '←'}</span>
            <button type="button" className="link-like" onClick={() => onOpen(other)}>
              <ForeignLine text={other} />
            </button>
            <span className="quiet">
              <ForeignLine text={`${from} (${columns})`} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
