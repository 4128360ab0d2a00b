import type { UseQueryResult } from '@tanstack/react-query';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { ForeignLine, Foreign, visibleText } from '../../ui/foreign.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Ago } from '../../ui/time.js';
import { Actor } from '../../view/actor.js';
import { difficultyNames, kindNames } from '../../view/pair-names.js';
import { sqlLines } from '../../view/sql-lines.js';
import { changedLines, type Piece } from '../../view/text-diff.js';
import { Evidence } from './evidence.js';
import type { Pair, PairDetail } from './review-queue.js';
import { StateBadge } from './state-badge.js';
import { actionTexts, neighbourTexts, pairTexts, repairTexts, sourceTexts } from './texts.js';

interface PairFactsProps {
  readonly pair: Pair;
  readonly query: UseQueryResult<PairDetail>;
  readonly onGoTo: (pairId: string) => void;
}

/** What is known about a pair, below the pair itself. */
export function PairFacts({ pair, query, onGoTo }: PairFactsProps) {
  const t = useTexts(pairTexts);
  const sources = useTexts(sourceTexts);
  const kinds = useTexts(kindNames);
  const difficulties = useTexts(difficultyNames);
  return (
    <Card>
      <div className="stack">
        <Facts
          facts={[
            { name: t.kind, value: <ForeignLine text={nameOf(kinds, pair.kind)} /> },
            { name: t.source, value: sources[pair.source] },
            { name: t.difficulty, value: pair.difficulty === null ? '—' : difficulties[pair.difficulty] },
            { name: t.tables, value: <ForeignLine text={pair.tables.join(', ') || '—'} /> },
            { name: t.file, value: <ForeignLine text={pair.file_name} /> },
          ]}
        />
        {!pair.in_file && <p className="quiet">{t.notInFile}</p>}
        <Loaded query={query}>{(detail) => <Details detail={detail} onGoTo={onGoTo} />}</Loaded>
      </div>
    </Card>
  );
}

function Details({ detail, onGoTo }: { readonly detail: PairDetail; readonly onGoTo: (pairId: string) => void }) {
  const t = useTexts(pairTexts);
  const actions = useTexts(actionTexts);
  const reasons = useTexts(neighbourTexts);
  const repairs = useTexts(repairTexts);
  const { made, neighbours, history } = detail;
  return (
    <>
      <section>
        <h3>{t.evidence}</h3>
        <Evidence pair={detail} />
      </section>
      {made !== null && (
        <section>
          <h3>{t.made}</h3>
          <p className="quiet">{made.changed_by === null ? t.madeHelp : repairs[made.changed_by]}</p>
          <Difference before={made} after={history.find(({ before }) => before !== null)?.before ?? detail} />
        </section>
      )}
      {neighbours.length > 0 && (
        <section>
          <h3>{t.neighbours}</h3>
          <ul className="pair-neighbours">
            {neighbours.map(({ pair, because }) => (
              <li key={pair.pair_id}>
                <button type="button" className="link-like" onClick={() => onGoTo(pair.pair_id)}>
                  <ForeignLine text={pair.question} />
                </button>
                <span className="actions">
                  <StateBadge state={pair.review.state} />
                  <span className="quiet">{reasons[because]}</span>
                </span>
                <pre tabIndex={0}>
                  <bdi>{visibleText(sqlLines(pair.sql.slice(0, 600)))}</bdi>
                </pre>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.history}</h3>
        {history.length === 0 ? (
          <p className="quiet">{t.noHistory}</p>
        ) : (
          <ol className="pair-history">
            {history.toReversed().map((entry) => (
              <li key={entry.number}>
                <StateBadge state={entry.state} />
                <span>
                  <Actor name={entry.by} /> · {actions[entry.action]} · <Ago iso={entry.at} />
                </span>
                {entry.comment !== null && <Foreign text={entry.comment} />}
                {entry.before !== null && <Difference before={entry.before} after={entry} />}
              </li>
            ))}
          </ol>
        )}
      </section>
    </>
  );
}

type Texts = Pick<Pair, 'question' | 'sql'>;

/** What was changed in the question and in the statement. */
function Difference({ before, after }: { readonly before: Texts; readonly after: Texts }) {
  return (
    <pre className="diff" tabIndex={0}>
      <DiffLines before={before.question} after={after.question} />
      <DiffLines before={sqlLines(before.sql)} after={sqlLines(after.sql)} />
    </pre>
  );
}

/** Lines that differ, those before first, with a mark on what differs within them. */
function DiffLines({ before, after }: { readonly before: string; readonly after: string }) {
  const { old, now } = changedLines(before, after);
  return (
    <>
      {old.map((line, index) => (
        <del key={index}>
          {'− '}
          <DiffLine line={line} />
        </del>
      ))}
      {now.map((line, index) => (
        <ins key={index}>
          {'+ '}
          <DiffLine line={line} />
        </ins>
      ))}
    </>
  );
}

function DiffLine({ line }: { readonly line: readonly Piece[] }) {
  return (
    <>
      {line.map(({ text, isChanged }, index) =>
        isChanged ? <mark key={index}>{visibleText(text)}</mark> : <span key={index}>{visibleText(text)}</span>,
      )}
      {'\n'}
    </>
  );
}
