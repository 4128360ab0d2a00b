import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf, type DataPipelineClient } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Select, TextInput } from '../../ui/fields.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { useFormat } from '../../view/format.js';
import { sqlLines } from '../../view/sql-lines.js';
import './search.css';
import { searchTexts } from './texts.js';

type Answer = components['schemas']['SearchAnswer'];
type Mode = Answer['mode'];
type Hit = Answer['pairs'][number] | Answer['ddl'][number];

const HITS = 5;
/** So many tasks can be chosen, the newest; an address may name any. */
const MOST_TASKS = 100;
const ANY = 'any';

/** The question is in the address, so that a search can be linked to. */
export default function SearchPage() {
  const t = useTexts(searchTexts);
  const { texts, set } = useAddress();
  const { q: asked = '', task = '' } = texts;
  const [question, setQuestion] = useState(asked);
  const [taskId, setTaskId] = useState(task);
  return (
    <Page title={t.title} lead={t.lead}>
      <Card>
        <form
          className="search-form"
          onSubmit={(event) => {
            event.preventDefault();
            set({ q: question.trim(), task: taskId });
          }}
        >
          <TextInput
            label={t.question}
            value={question}
            onChange={setQuestion}
            placeholder={t.placeholder}
            maxLength={10_000}
            isRequired
            type="search"
          />
          <TaskChoice taskId={taskId} onChange={setTaskId} />
          <Button type="submit" kind="primary">
            {t.ask}
          </Button>
        </form>
      </Card>
      {asked === '' ? (
        <Card>
          <Empty title={t.start}>{t.startHelp}</Empty>
        </Card>
      ) : (
        <Results question={asked} taskId={task} />
      )}
    </Page>
  );
}

/** By name: nobody knows ids. */
function TaskChoice({ taskId, onChange }: { readonly taskId: string; readonly onChange: (taskId: string) => void }) {
  const t = useTexts(searchTexts);
  const tasks = useData(['tasks', 'choice'], (client, signal) =>
    dataOf(client.POST('/api/v0/data_pipeline/tasks/query', { body: { page: 1, page_size: MOST_TASKS }, signal })),
  );
  const found = (tasks.data?.tasks ?? []).map(({ task_id: value, task_name: name }) => ({
    value,
    name: name === null ? value : visibleText(`${name.slice(0, 80)} · ${value}`),
  }));
  const isListed = taskId === '' || found.some(({ value }) => value === taskId);
  return (
    <Select
      label={t.task}
      value={taskId === '' ? ANY : taskId}
      onChange={(value) => onChange(value === ANY ? '' : value)}
      choices={[
        { value: ANY, name: t.anyTask },
        ...(isListed ? [] : [{ value: taskId, name: visibleText(taskId.slice(0, 100)) }]),
        ...found,
      ]}
    />
  );
}

function Results({ question, taskId }: { readonly question: string; readonly taskId: string }) {
  const t = useTexts(searchTexts);
  const hybrid = useSearch('hybrid', question, taskId);
  const vector = useSearch('vector', question, taskId);
  const context = useData(['context', question, taskId], (client, signal) => {
    const body = { ...asking(question, taskId), format: 'text' as const };
    return dataOf(client.POST('/api/v0/data_pipeline/context', { body, signal }));
  });
  const format = useFormat();
  return (
    <>
      <div className="search-sides">
        <Card title={t.hybrid}>
          <Loaded query={hybrid}>{(answer) => <Side answer={answer} other={vector.data} />}</Loaded>
        </Card>
        <Card title={t.vector}>
          <Loaded query={vector}>{(answer) => <Side answer={answer} other={hybrid.data} />}</Loaded>
        </Card>
      </div>
      <Card
        title={t.context}
        lead={t.contextHelp}
        actions={context.data?.text === undefined ? undefined : <CopyButton text={context.data.text} />}
      >
        <Loaded query={context}>
          {({ text = '', tokens, left_out: leftOut, notes }) => (
            <div className="stack">
              <p className="quiet">{t.tokens({ count: format.number(tokens) })}</p>
              <Notes notes={notes} />
              {leftOut.length > 0 && (
                <p className="quiet">
                  {t.leftOut} <Foreign text={leftOut.map(({ name }) => name).join(', ')} />
                </p>
              )}
              <pre className="search-text" tabIndex={0} aria-label={t.context}>
                <bdi>{visibleText(text)}</bdi>
              </pre>
            </div>
          )}
        </Loaded>
      </Card>
    </>
  );
}

function useSearch(mode: Mode, question: string, taskId: string) {
  return useData(['search', mode, question, taskId], (client: DataPipelineClient, signal) => {
    const body = { ...asking(question, taskId), mode, ddl: HITS, documents: HITS, pairs: HITS };
    return dataOf(client.POST('/api/v0/data_pipeline/search', { body, signal }));
  });
}

function asking(question: string, taskId: string) {
  return { question, ...(taskId === '' ? {} : { task_id: taskId }) };
}

function Side({ answer, other }: { readonly answer: Answer; readonly other: Answer | undefined }) {
  const t = useTexts(searchTexts);
  const elsewhere = other && new Set([...other.pairs, ...other.ddl, ...other.documents].map(({ id }) => id));
  const part = (name: string, hits: readonly Hit[]) => (
    <section>
      <h3>{name}</h3>
      {hits.length === 0 ? <p className="quiet">{t.nothing}</p> : <Hits hits={hits} elsewhere={elsewhere} />}
    </section>
  );
  return (
    <div className="stack">
      <Notes notes={answer.notes} />
      {part(t.pairs, answer.pairs)}
      {part(t.ddl, answer.ddl)}
      {part(t.documents, answer.documents)}
    </div>
  );
}

function Hits({
  hits,
  elsewhere,
}: {
  readonly hits: readonly Hit[];
  readonly elsewhere: ReadonlySet<string> | undefined;
}) {
  const t = useTexts(searchTexts);
  const format = useFormat();
  return (
    <ol className="search-hits">
      {hits.map((hit) => (
        <li key={hit.id}>
          {'sql' in hit && hit.question !== null && <Foreign text={hit.question} />}
          <pre className={`search-text ${'sql' in hit ? '' : 'search-hit'}`} tabIndex={0}>
            <bdi>{visibleText('sql' in hit ? sqlLines(hit.sql.slice(0, 1_500)) : hit.document.slice(0, 1_500))}</bdi>
          </pre>
          <p className="quiet">
            {[
              ...(hit.similarity === null ? [] : [t.similarity({ value: format.number(hit.similarity, 3) })]),
              ...(hit.matched_terms.length === 0
                ? []
                : [t.words({ words: hit.matched_terms.map(visibleText).join(', ') })]),
            ].join(' · ')}{' '}
            {elsewhere !== undefined && !elsewhere.has(hit.id) && <Badge tone="active">{t.onlyHere}</Badge>}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <p key={note} className="quiet" role="note">
      {visibleText(note)}
    </p>
  ));
}
