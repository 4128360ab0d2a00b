import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { Badge } from '../../ui/badge.js';
import { Dialog } from '../../ui/dialog.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Loaded } from '../../ui/states.js';
import { CursorPager } from './cursor-pager.js';
import { questionOrigins } from './names.js';
import { setTexts } from './texts.js';
import type { QuestionSet } from './use-evaluations.js';

type Question = components['schemas']['QuestionView'];

const PAGE_SIZE = 25;
const LONGEST_SQL = 4_000;

/** The questions of a set with their gold statements, page by page. */
export function QuestionsDialog({ set, onClose }: { readonly set: QuestionSet; readonly onClose: () => void }) {
  const [afters, setAfters] = useState<readonly number[]>([-1]);
  const after = afters.at(-1) ?? -1;
  const questions = useData(
    ['question-set', set.set_id, after],
    (client, signal) => {
      const params = { path: { set_id: set.set_id }, query: { after, limit: PAGE_SIZE } };
      return dataOf(client.GET('/api/v0/data_pipeline/question-sets/{set_id}/questions', { params, signal }));
    },
    { keepsPrevious: true },
  );
  return (
    <Dialog wide title={visibleText(set.name.slice(0, 80))} isOpen onClose={onClose}>
      <Loaded query={questions}>
        {({ questions: found, next_after: next }) => (
          <>
            <ol className="questions" start={(found[0]?.position ?? 0) + 1}>
              {found.map((question) => (
                <QuestionItem key={question.id} question={question} />
              ))}
            </ol>
            <CursorPager afters={afters} next={next} onChange={setAfters} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function QuestionItem({
  question: { question, gold_sql: gold, origin, unanswerable },
}: {
  readonly question: Question;
}) {
  const t = useTexts(setTexts);
  const origins = useTexts(questionOrigins);
  return (
    <li>
      <Foreign text={question} /> <Badge>{unanswerable ? origins.unanswerable : nameOf(origins, origin)}</Badge>
      {gold.map((sql, index) => (
        <pre key={index} className="code" tabIndex={0} aria-label={t.goldSql}>
          <bdi>{visibleText(sql.slice(0, LONGEST_SQL))}</bdi>
        </pre>
      ))}
    </li>
  );
}
