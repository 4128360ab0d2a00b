import { inEveryLanguage } from '#libs/language';
import type { Metric, Relationship } from '../model.js';
import { itemKey } from './applied-edits.js';
import { editItem } from './edit-item.js';
import { findEntity, nearestTable, type EditorParts } from './editor-parts.js';
import { messages } from './messages.js';
import { METRIC_STATEMENTS } from './metric-statements.js';
import type { FileItem } from './model-file.js';
import { PERSON, type Plain } from './statement.js';

export interface MetricsOfPeople {
  readonly metrics: readonly Metric[];
  readonly rejected: readonly Metric[];
  readonly kept: readonly Plain[];
}

const OTHER_KEYS = ['dataset', 'standing'];

/** The metrics of the model with those that people changed, added or took back. */
export class EditedMetrics {
  private readonly taken: Metric[] = [];
  private readonly rejected: Metric[] = [];
  private readonly kept: Plain[] = [];
  private readonly left: Map<string, Metric>;
  private readonly joins: ReadonlySet<string>;

  constructor(
    private readonly parts: EditorParts,
    derived: readonly Metric[],
    relationships: readonly Relationship[],
  ) {
    this.left = new Map(derived.map((metric) => [metric.id, metric]));
    this.joins = new Set(relationships.map(({ from, id }) => `${from}\u0000${id}`));
  }

  apply(): MetricsOfPeople {
    this.parts.file.metrics.forEach((item) => this.edit(item));
    for (const metric of this.left.values()) {
      const removed = this.parts.file.complete && this.parts.baseOf(metric.entity)?.metrics[metric.id] !== undefined;
      (removed ? this.rejected : this.taken).push(metric);
    }
    return {
      metrics: this.taken.filter((metric) => this.hasItsJoins(metric)),
      rejected: this.rejected,
      kept: this.kept,
    };
  }

  private edit(item: FileItem): void {
    const { line, name } = item;
    const dataset = item.values.get('dataset');
    const found = this.left.get(name);
    const entity = typeof dataset === 'string' ? findEntity(dataset, this.parts.entities) : undefined;
    const base = typeof dataset === 'string' ? this.parts.baseOf(dataset)?.metrics[name] : undefined;
    if (found === undefined && base !== undefined && !item.byPerson) {
      return;
    }
    if (entity === undefined || (found !== undefined && found.entity !== entity.id)) {
      const wrong = typeof dataset === 'string' ? dataset : name;
      const near = nearestTable(wrong, this.parts.entities);
      this.parts.warn(messages.unknown_table({ line, name: wrong, nearest: near }));
      this.kept.push(item.raw);
      return;
    }
    if (
      found === undefined &&
      !METRIC_STATEMENTS.some(({ key, read }) => key === 'expression' && read(item.values.get(key) ?? 0))
    ) {
      this.parts.warn(messages.incomplete({ line, missing: 'expression' }));
      this.kept.push(item.raw);
      return;
    }
    this.left.delete(name);
    const { target, edits } = editItem(found ?? added(name, entity.id), item, METRIC_STATEMENTS, {
      owner: name,
      base,
      complete: this.parts.file.complete,
      columns: new Set(entity.fields.map((field) => field.name)),
      otherKeys: OTHER_KEYS,
      warn: this.parts.warn,
    });
    const people = found ? edits.people : new Set([...edits.people, 'expression']);
    this.parts.record(itemKey(entity.id, 'metric', name), { ...edits, people });
    (item.values.get('standing') === 'rejected' ? this.rejected : this.taken).push(target);
  }

  /** A factor that stands in another table needs the join to it. */
  private hasItsJoins({ entity, expression }: Metric): boolean {
    return (
      expression.form !== 'product' ||
      expression.factors.every(({ through }) => through === null || this.joins.has(`${entity}\u0000${through}`))
    );
  }
}

function added(id: string, entity: string): Metric {
  const text = id.replaceAll('_', ' ');
  return {
    id,
    entity,
    name: inEveryLanguage(() => ({ text, plural: text, measureWord: null, known: false, synonyms: [] })),
    expression: { form: 'sql', sql: 'NULL' },
    additivity: 'additive',
    unit: null,
    evidence: PERSON,
  };
}
