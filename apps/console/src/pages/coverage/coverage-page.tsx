import type { UseQueryResult } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { dataOf, type DataPipelineClient } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { taskFile } from '../../data/task-file.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Foreign, ForeignLine, visibleText } from '../../ui/foreign.js';
import { Card } from '../../ui/page.js';
import { Progress } from '../../ui/progress.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useFormat } from '../../view/format.js';
import { kindHeads, kindNames } from '../../view/pair-names.js';
import { useTask } from '../task/task-context.js';
import { AskForMissing, AskForWish } from './ask-for-missing.js';
import { AskedCard } from './asked-card.js';
import './coverage.css';
import { parseQuality, tablesOfGap, tablesOfGaps, type Part, type Quality } from './quality.js';
import { coverageTexts } from './texts.js';

type Pair = components['schemas']['PairView'];

const QUALITY_FILE = 'qa_quality.json';
const PAGE = 500;
/** Pages of pairs that are counted. */
const MOST_PAGES = 10;
const SHOWN = 30;

export default function CoveragePage() {
  const { task_id: taskId, status } = useTask();
  const t = useTexts(coverageTexts);
  const format = useFormat();
  const quality = useData(
    ['quality', taskId, status],
    async (client, signal) => parseQuality(await taskFile(client, taskId, QUALITY_FILE, signal)),
    { keepsPrevious: true },
  );
  const pairs = usePairs();
  return (
    <div className="stack">
      <Loaded query={quality} empty={(found) => (found === null ? <NoReport /> : null)}>
        {(found) =>
          found !== null && (
            <Card title={t.title} lead={t.lead({ at: format.time(found.measuredAt) })}>
              <Parts quality={found} />
              <AskForMissing
                missing={tablesOfGaps(found)}
                total={pairs.isPlaceholderData ? undefined : pairs.data?.total}
              />
            </Card>
          )
        }
      </Loaded>
      <AskedCard taskId={taskId} />
      <Matrix pairs={pairs} without={quality.data?.tables.missing ?? []} />
    </div>
  );
}

function NoReport() {
  const t = useTexts(coverageTexts);
  return (
    <Card>
      <Empty title={t.none}>{t.noneHelp}</Empty>
    </Card>
  );
}

function Parts({ quality }: { readonly quality: Quality }) {
  const t = useTexts(coverageTexts);
  const parts = [
    [t.tables, quality.tables],
    [t.columns, quality.columns],
    [t.joins, quality.joins],
  ] as const;
  return (
    <div className="coverage-parts">
      {parts.map(([name, part]) => (
        <CoveragePart key={name} name={name} part={part} />
      ))}
    </div>
  );
}

function CoveragePart({ name, part }: { readonly name: string; readonly part: Part }) {
  const t = useTexts(coverageTexts);
  const format = useFormat();
  const { covered, total, missing } = part;
  return (
    <section>
      <h3>{name}</h3>
      <Progress label={name} percent={total === 0 ? 100 : (100 * covered) / total} />
      <p className="quiet">{t.of({ covered: format.number(covered), total: format.number(total) })}</p>
      {missing.length === 0 ? (
        <p className="quiet">{t.nothingMissing}</p>
      ) : (
        <details>
          <summary>{`${t.missing} (${format.number(missing.length)})`}</summary>
          <ul className="reasons">
            {missing.slice(0, SHOWN).map((one) => (
              <li key={one}>
                <Foreign text={one} /> <AskForWish tables={tablesOfGap(one)} kinds={[]} isCurrent />
              </li>
            ))}
            {missing.length > SHOWN && <li>{t.more({ count: format.number(missing.length - SHOWN) })}</li>}
          </ul>
        </details>
      )}
    </section>
  );
}

interface Pairs {
  readonly found: readonly Pair[];
  readonly total: number;
  /** Whether there are more than were read. */
  readonly isCut: boolean;
}

/** The pairs of the task, read again when a run begins or ends. */
function usePairs(): UseQueryResult<Pairs> {
  const { task_id: taskId, status } = useTask();
  return useData(['all-pairs', taskId, status], (client, signal) => readPairs(client, taskId, signal), {
    keepsPrevious: true,
  });
}

async function readPairs(client: DataPipelineClient, taskId: string, signal: AbortSignal): Promise<Pairs> {
  const found: Pair[] = [];
  let total = 0;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { order: 'file' as const, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const answer: components['schemas']['PairList'] = await dataOf(
      client.GET('/api/v0/data_pipeline/tasks/{task_id}/pairs', {
        params: { path: { task_id: taskId }, query },
        signal,
      }),
    );
    found.push(...answer.pairs);
    total = answer.total;
    cursor = answer.next_cursor;
    if (cursor === null) {
      break;
    }
  }
  return { found, total, isCut: cursor !== null };
}

interface MatrixProps {
  readonly pairs: UseQueryResult<Pairs>;
  /** Tables that no valid pair uses: they have a row, too. */
  readonly without: readonly string[];
}

function Matrix({ pairs, without }: MatrixProps) {
  const t = useTexts(coverageTexts);
  const format = useFormat();
  return (
    <Loaded query={pairs} empty={({ found }) => (found.length + without.length === 0 ? <></> : null)}>
      {({ found, isCut }) => (
        <Card title={t.matrix} lead={t.matrixHelp}>
          {isCut && <p className="quiet">{t.truncated({ count: format.number(found.length) })}</p>}
          <MatrixTable pairs={found} without={without} isCurrent={!pairs.isPlaceholderData} />
          <KindsWithout pairs={found} tables={without} isCurrent={!pairs.isPlaceholderData} />
        </Card>
      )}
    </Loaded>
  );
}

interface MatrixTableProps {
  readonly pairs: readonly Pair[];
  readonly without: readonly string[];
  /** Whether the pairs are those of the present state of the task. */
  readonly isCurrent: boolean;
}

function MatrixTable({ pairs, without, isCurrent }: MatrixTableProps) {
  const t = useTexts(coverageTexts);
  const counts = new Map<string, Map<string, number>>(without.map((table) => [table, new Map()]));
  for (const { tables, kind } of pairs) {
    for (const table of tables) {
      const kinds = counts.get(table) ?? new Map<string, number>();
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      counts.set(table, kinds);
    }
  }
  const names = useTexts(kindNames);
  const heads = { ...names, ...useTexts(kindHeads) };
  const kinds = [...new Set(pairs.map(({ kind }) => kind))].sort();
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={t.matrix}>
      <table className="coverage-matrix">
        <thead>
          <tr>
            <th scope="col">{t.table}</th>
            <th scope="col">{t.all}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col" title={visibleText(nameOf(names, kind))}>
                <bdi>{visibleText(nameOf(heads, kind))}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...counts]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([table, byKind]) => (
              <tr key={table}>
                <th scope="row">
                  <ForeignLine text={table} />
                </th>
                <Cell
                  table={table}
                  count={[...byKind.values()].reduce((sum, one) => sum + one, 0)}
                  isCurrent={isCurrent}
                />
                {kinds.map((kind) => (
                  <Cell key={kind} table={table} kind={kind} count={byKind.get(kind) ?? 0} isCurrent={isCurrent} />
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

interface KindsWithoutProps {
  readonly pairs: readonly Pair[];
  readonly tables: readonly string[];
  readonly isCurrent: boolean;
}

/** Kinds of questions that no pair of the task asks: they have no column. */
function KindsWithout({ pairs, tables, isCurrent }: KindsWithoutProps) {
  const t = useTexts(coverageTexts);
  const names = useTexts(kindNames);
  const asked = new Set(pairs.map(({ kind }) => kind));
  const wanted = [...new Set([...pairs.flatMap((pair) => pair.tables), ...tables])];
  const missing = Object.keys(kindNames).filter((kind) => kind !== 'other' && !asked.has(kind));
  return missing.length === 0 ? null : (
    <details>
      <summary>{t.kindsWithout({ count: String(missing.length) })}</summary>
      <ul className="reasons coverage-kinds">
        {missing.map((kind) => (
          <li key={kind}>
            {nameOf(names, kind)} <AskForWish tables={wanted} kinds={[kind]} isCurrent={isCurrent} />
          </li>
        ))}
      </ul>
    </details>
  );
}

interface CellProps {
  readonly table: string;
  readonly kind?: string;
  readonly count: number;
  readonly isCurrent: boolean;
}

function Cell({ table, kind, count, isCurrent }: CellProps) {
  const { task_id: taskId } = useTask();
  const search = { table, state: 'any', ...(kind === undefined ? {} : { kind }) };
  const address = { to: '/tasks/$taskId/pairs', params: { taskId }, search } as unknown as LinkProps;
  return (
    <td>
      {count > 0 ? (
        <Link {...address}>{count}</Link>
      ) : (
        <AskForWish tables={[table]} kinds={kind === undefined ? [] : [kind]} isCurrent={isCurrent} />
      )}
    </td>
  );
}
