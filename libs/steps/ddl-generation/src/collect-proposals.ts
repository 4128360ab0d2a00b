import pLimit from 'p-limit';
import type { StatementRunner } from '#libs/business-database';
import type { Message } from '#libs/language';
import { isBudgetExhausted, type ChatModel } from '#libs/language-model';
import {
  judgeProposals,
  ModelIndex,
  proposalContext,
  refusalReasons,
  type Entity,
  type RefusalReason,
  type SemanticModel,
} from '#libs/semantic-model';
import { PackedMap, type MeasureProposal, type TableProposals } from '#libs/step-files';
import { problemOnData, withColumns } from './check-measures.js';
import { reasonOf } from './collect-comments.js';
import { messages } from './messages.js';
import { proposeMeanings } from './propose-meanings.js';

export interface ProposalOptions {
  readonly chatModel: ChatModel;
  readonly businessContext: string;
  /** Proposals about tables that have not changed since; they need no new request. */
  readonly remembered: PackedMap<TableProposals>;
  readonly statements: StatementRunner;
  readonly signal: AbortSignal;
  readonly log: { readonly info: (message: Message) => void; readonly warn: (message: Message) => void };
  readonly onTable: (table: string) => void;
}

const PARALLEL = 4;
/** A model that fails this often in a row is not there. */
const GIVE_UP_AFTER = 3;
const MAX_NEIGHBOURS = 12;

/**
 * Asks a model about each table, the most important first, and keeps the proposals that pass every check. A failure costs a
 * table its proposals, and the end of the budget those of the tables that are left; both are asked about by the next run.
 * @param model with the edits of people, which no proposal touches
 * @throws the abort reason, or a DomainError when the business database goes away
 */
export async function collectProposals(
  model: SemanticModel,
  options: ProposalOptions,
): Promise<PackedMap<TableProposals>> {
  return new Collector(model, options).collect();
}

class Collector {
  private readonly taken: PackedMap<TableProposals>;
  private readonly refused = new Map<RefusalReason, number>();
  private readonly index: ModelIndex;
  private readonly context: ReturnType<typeof proposalContext>;
  private failures = 0;
  private isOver = false;

  constructor(
    private readonly model: SemanticModel,
    private readonly options: ProposalOptions,
  ) {
    this.taken = options.remembered;
    this.index = new ModelIndex(model);
    this.context = proposalContext(model);
  }

  async collect(): Promise<PackedMap<TableProposals>> {
    const { signal, log } = this.options;
    const limit = pLimit(PARALLEL);
    const unknown = this.model.entities
      .filter(({ id }) => !this.taken.has(id))
      .toSorted((a, b) => b.importance - a.importance);
    const before = this.taken.names().length;
    const settled = await Promise.allSettled(unknown.map((entity) => limit(() => this.ask(entity))));
    signal.throwIfAborted();
    const failed = settled.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') {
      throw failed.reason;
    }
    log.info(messages.proposals_taken({ tables: this.taken.names().length - before }));
    for (const [reason, count] of this.refused) {
      log.info(messages.proposals_refused({ count, reason: refusalReasons[reason]() }));
    }
    return this.taken;
  }

  private async ask(entity: Entity): Promise<void> {
    const { chatModel, businessContext, signal, onTable } = this.options;
    if (this.isOver || signal.aborted) {
      return;
    }
    let given: TableProposals;
    try {
      const metrics = this.index.metricsOf(entity.id);
      const neighbours = this.neighboursOf(entity);
      given = await proposeMeanings({ entity, metrics, neighbours, businessContext }, chatModel, signal);
      this.failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      this.giveUp(entity, error);
      return;
    }
    this.taken.set(entity.id, await this.checked(given, entity));
    onTable(entity.id);
  }

  private giveUp(entity: Entity, error: unknown): void {
    const reason = reasonOf(error);
    if (this.isOver) {
      return;
    }
    this.failures += 1;
    this.isOver = isBudgetExhausted(error) || this.failures >= GIVE_UP_AFTER;
    this.options.log.warn(messages.proposals_failed({ table: entity.id, reason }));
    if (this.isOver) {
      this.options.log.warn(messages.proposals_over());
    }
  }

  private async checked(given: TableProposals, entity: Entity): Promise<TableProposals> {
    const measures: MeasureProposal[] = [];
    for (const measure of given.measures) {
      const read = await withColumns(measure, entity);
      if (read) {
        measures.push(read);
      } else {
        this.refuse('expression');
      }
    }
    const { taken, refused } = judgeProposals({ ...given, measures }, entity, this.context);
    refused.forEach((reason) => this.refuse(reason));
    const running: MeasureProposal[] = [];
    for (const measure of taken.measures) {
      const problem = await problemOnData(measure, entity, this.context.metricsOf(entity.id), this.options.statements);
      if (problem === null) {
        running.push(measure);
      } else {
        this.refuse(problem);
      }
    }
    return { ...taken, measures: running };
  }

  private refuse(reason: RefusalReason): void {
    this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
  }

  private neighboursOf({ id }: Entity): string[] {
    return [...this.index.from(id), ...this.index.to(id)]
      .slice(0, MAX_NEIGHBOURS)
      .map(({ from, fromFields, to }) => `${from}.${fromFields.join(', ')} → ${to}`);
  }
}
