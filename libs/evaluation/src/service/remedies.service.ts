import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { TaskFilesService } from '#libs/files';
import { editModelText, type EditOutcome, type ModelEdit } from '#libs/semantic-model';
import {
  newPair,
  readIfPresent,
  readPairs,
  REMEDY_PAIRS_FILE,
  renderPairs,
  SEMANTIC_MODEL_FILE,
} from '#libs/step-files';
import { TasksService } from '#libs/tasks';
import { evaluationErrors } from '../errors.js';
import type { Cause, CauseCode, Remedy } from '../types/result.js';
import { EvaluationsService } from './evaluations.service.js';
import { filesOfTask } from './files-of-task.js';

/** A remedy with the failed questions of the open half that it is made from. */
export interface ProposedRemedy {
  readonly id: string;
  readonly remedy: Remedy;
  readonly causes: readonly CauseCode[];
  readonly questions: number;
  /** It is the cheapest remedy of a cause of at least one of them. */
  readonly isCheapest: boolean;
}

export interface AppliedRemedy {
  readonly id: string;
  readonly outcome: EditOutcome;
}

interface Collected {
  remedy: Remedy;
  causes: Set<CauseCode>;
  questions: number;
  isCheapest: boolean;
}

type Files = { readonly name: string; readonly content: string }[];

/** What would help the failed questions of an evaluation, and its applying to the files of the task. */
@Injectable()
export class RemediesService {
  constructor(
    private readonly evaluations: EvaluationsService,
    private readonly tasks: TasksService,
    private readonly taskFiles: TaskFilesService,
  ) {}

  /**
   * Those that help most questions first. They are made from the open half of the questions alone.
   * @throws DomainError `evaluation_not_found`, `evaluation_not_completed`
   */
  async list(taskId: string, evaluationId: string): Promise<ProposedRemedy[]> {
    await this.evaluations.completed(taskId, evaluationId);
    const found = new Map<string, Collected>();
    for await (const { half, causes } of this.evaluations.results(evaluationId)) {
      if (half === 'open') {
        collect(found, causes);
      }
    }
    return [...found]
      .map(([id, { causes, ...proposed }]) => ({ id, ...proposed, causes: [...causes] }))
      .sort(
        (a, b) => b.questions - a.questions || Number(b.isCheapest) - Number(a.isCheapest) || (a.id < b.id ? -1 : 1),
      );
  }

  /**
   * Writes remedies into the files of the task as a person would: synonyms and joins into the semantic model, pairs into a
   * pair file of their own. They take effect with the next runs of the steps.
   * @param ids null: every cheapest one
   * @throws DomainError as `list`, `evaluation_remedies_unknown`, `evaluation_model_missing`, `task_files_while_running`
   */
  async apply(taskId: string, evaluationId: string, ids: readonly string[] | null): Promise<AppliedRemedy[]> {
    const proposed = await this.list(taskId, evaluationId);
    const wanted = ids === null ? null : new Set(ids);
    const chosen = proposed.filter(({ id, isCheapest }) => wanted?.has(id) ?? isCheapest);
    const unknown = (ids ?? []).filter((id) => !proposed.some((one) => one.id === id));
    if (unknown.length > 0) {
      const params = { evaluation_id: evaluationId, ids: unknown.slice(0, 5).join(', ') };
      throw new DomainError(evaluationErrors.evaluation_remedies_unknown, params);
    }
    const changes = [SEMANTIC_MODEL_FILE, REMEDY_PAIRS_FILE];
    return this.tasks.whileIdle(
      taskId,
      async (manager) => {
        const { files, applied } = await this.edited(taskId, chosen);
        if (files.length > 0) {
          await this.taskFiles.put(taskId, files, manager);
        }
        return applied;
      },
      { changes },
    );
  }

  private async edited(taskId: string, chosen: readonly ProposedRemedy[]) {
    const files: Files = [];
    const applied: AppliedRemedy[] = [];
    const edits = chosen.flatMap(({ id, remedy }) => {
      const edit = editOf(remedy);
      return edit === null ? [] : [{ id, edit }];
    });
    if (edits.length > 0) {
      const text = await readIfPresent(filesOfTask(this.taskFiles, taskId), SEMANTIC_MODEL_FILE);
      if (text === null) {
        throw new DomainError(evaluationErrors.evaluation_model_missing, { task_id: taskId });
      }
      const edited = editModelText(
        text,
        SEMANTIC_MODEL_FILE,
        edits.map(({ edit }) => edit),
      );
      files.push(...(edited.text === text ? [] : [{ name: SEMANTIC_MODEL_FILE, content: edited.text }]));
      applied.push(...edits.map(({ id }, index) => ({ id, outcome: edited.outcomes[index] ?? 'unknown' })));
    }
    const pairs = await this.withPairs(taskId, chosen);
    return { files: [...files, ...pairs.files], applied: [...applied, ...pairs.applied] };
  }

  private async withPairs(taskId: string, chosen: readonly ProposedRemedy[]) {
    const wanted = chosen.flatMap(({ id, remedy }) =>
      remedy.kind === 'add_pair' ? [{ id, pair: newPair({ question: remedy.question, sql: remedy.sql }) }] : [],
    );
    if (wanted.length === 0) {
      return { files: [], applied: [] };
    }
    const files = filesOfTask(this.taskFiles, taskId);
    const before = (await files.list()).includes(REMEDY_PAIRS_FILE)
      ? await collected(readPairs(REMEDY_PAIRS_FILE, files.readStream(REMEDY_PAIRS_FILE)))
      : [];
    const known = new Set(before.map(({ id }) => id));
    const added = wanted.filter(({ pair }) => !known.has(pair.id));
    const content = renderPairs(REMEDY_PAIRS_FILE, [...before, ...added.map(({ pair }) => pair)]);
    return {
      files: added.length === 0 ? [] : [{ name: REMEDY_PAIRS_FILE, content }],
      applied: wanted.map(({ id, pair }): AppliedRemedy => ({
        id,
        outcome: known.has(pair.id) ? 'present' : 'applied',
      })),
    };
  }
}

function collect(found: Map<string, Collected>, causes: readonly Cause[]): void {
  const ofQuestion = new Set<string>();
  for (const { code, remedies } of causes) {
    for (const [index, { id, ...remedy }] of remedies.entries()) {
      const known = found.get(id) ?? { remedy, causes: new Set(), questions: 0, isCheapest: false };
      found.set(id, known);
      known.causes.add(code);
      known.questions += ofQuestion.has(id) ? 0 : 1;
      known.isCheapest ||= index === 0;
      ofQuestion.add(id);
    }
  }
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

/** Null for a pair. */
function editOf(remedy: Remedy): ModelEdit | null {
  switch (remedy.kind) {
    case 'add_synonym':
      return { kind: 'synonym', table: remedy.table, column: remedy.column, synonym: remedy.synonym };
    case 'add_join': {
      const [from, to] = [remedy.from, remedy.to].map((name) => {
        const dot = name.lastIndexOf('.');
        return { table: name.slice(0, dot), column: name.slice(dot + 1) };
      });
      return from && to
        ? { kind: 'join', from: from.table, fromColumn: from.column, to: to.table, toColumn: to.column }
        : null;
    }
    case 'add_pair':
      return null;
  }
}
