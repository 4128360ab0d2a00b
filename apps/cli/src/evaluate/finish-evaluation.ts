import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailed, EXIT } from '../exit-codes.js';
import { patiently } from '../server/patiently.js';
import type { Session } from '../session.js';
import type { EvaluationCalls, EvaluationView } from './evaluation-calls.js';
import { showEvaluation, summaryOf } from './show-evaluation.js';

const POLL_MS = 500;

/**
 * Waits for the end of an evaluation and shows it. Ctrl-C ends the command alone.
 * @param completed runs before the gate is judged
 * @throws CommandFailed for a failure, and for a gate that was missed
 */
export async function finishEvaluation(
  session: Session,
  calls: EvaluationCalls,
  id: string,
  completed: () => Promise<void> = async () => undefined,
): Promise<void> {
  session.note({ zh: `正在等待评测 ${id}`, en: `Waiting for evaluation ${id}` });
  const ended = await untilEnd(calls, id);
  if (ended.status === 'completed') {
    await completed();
  }
  session.result(ended, () => showEvaluation(session, ended));
  if (ended.status !== 'completed') {
    throw new CommandFailed(EXIT.failed);
  }
  if (summaryOf(ended)?.gate?.passed === false) {
    throw new CommandFailed(EXIT.below_gate);
  }
}

async function untilEnd(calls: EvaluationCalls, id: string): Promise<EvaluationView> {
  for (;;) {
    const view = await patiently(() => calls.one(id));
    if (view.completed_at !== null) {
      return view;
    }
    await sleep(POLL_MS);
  }
}
