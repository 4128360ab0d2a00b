import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { useTask } from '../task/task-context.js';
import { EvaluationTable } from './evaluation-table.js';
import './evaluations.css';
import { NewEvaluationDialog } from './new-evaluation-dialog.js';
import { QuestionSetsCard } from './question-sets-card.js';
import { evaluationTexts } from './texts.js';
import { TrendCard } from './trend-card.js';
import { useEvaluations, useSets } from './use-evaluations.js';

const PAGE_SIZE = 25;

/** The evaluations of a task, their trend, and the question sets that they can use. */
export default function EvaluationsPage() {
  const t = useTexts(evaluationTexts);
  const { task_id: taskId, db_name: database } = useTask();
  const { texts } = useAddress();
  const mayRun = useMay('run');
  const [isAsked, setAsked] = useState(false);
  const page = Math.max(1, Math.trunc(Number(texts['page'])) || 1);
  const evaluations = useEvaluations(taskId, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const sets = useSets(taskId, database);
  const create = mayRun && (
    <Button kind="primary" onPress={() => setAsked(true)}>
      <Plus aria-hidden size={16} />
      {t.create}
    </Button>
  );
  return (
    <>
      <Card title={t.title} lead={t.lead} actions={create}>
        <Loaded
          query={evaluations}
          empty={({ total }) => (total === 0 ? <Empty title={t.none}>{t.noneHelp}</Empty> : null)}
        >
          {({ evaluations: found, total }) => (
            <>
              <EvaluationTable evaluations={found} sets={sets.data?.question_sets ?? []} />
              <Pager page={page} pages={Math.ceil(total / PAGE_SIZE)} />
            </>
          )}
        </Loaded>
      </Card>
      <TrendCard taskId={taskId} sets={sets.data?.question_sets ?? []} />
      <QuestionSetsCard taskId={taskId} query={sets} />
      <NewEvaluationDialog
        key={String(isAsked)}
        taskId={taskId}
        sets={sets.data?.question_sets ?? []}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
      />
    </>
  );
}

function Pager({ page, pages }: { readonly page: number; readonly pages: number }) {
  const t = useTexts(evaluationTexts);
  const { set } = useAddress();
  return pages <= 1 && page === 1 ? null : (
    <nav className="pager" aria-label={t.pages}>
      <Button small isDisabled={page <= 1} onPress={() => set({ page: String(page - 1) })}>
        {t.previous}
      </Button>
      <span>{`${page} / ${Math.max(page, pages)}`}</span>
      <Button small isDisabled={page >= pages} onPress={() => set({ page: String(page + 1) })}>
        {t.next}
      </Button>
    </nav>
  );
}
