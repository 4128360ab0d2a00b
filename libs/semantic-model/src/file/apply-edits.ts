import type { Message } from '#libs/language';
import { settleReferences } from './settle-references.js';
import type { Entity, Field, SemanticModel } from '../model.js';
import { itemKey, withoutEdits, type AppliedEdits } from './applied-edits.js';
import { editItem, type ItemEdits } from './edit-item.js';
import { EditedMetrics } from './edited-metrics.js';
import { EditedRelationships } from './edited-relationships.js';
import { ENTITY_STATEMENTS } from './entity-statements.js';
import { FIELD_STATEMENTS } from './field-statements.js';
import { messages } from './messages.js';
import { findEntity, nearestTable, type BaseOf } from './editor-parts.js';
import type { ModelBase } from '#libs/step-files';
import { nearest, type FileItem, type ModelFile } from './model-file.js';
import type { Plain } from './statement.js';

/**
 * The derived model with the statements of people: what they wrote replaces what is derived, the rest follows the
 * database. Nothing that the file names wrongly has an effect.
 */
export function applyEdits(derived: SemanticModel, file: ModelFile | null, baseOf: BaseOf): AppliedEdits {
  return file === null ? withoutEdits(derived) : new ModelEditor(derived, file, baseOf).apply();
}

class ModelEditor {
  private readonly warnings: Message[] = [];
  private readonly edits = new Map<string, ItemEdits>();
  private readonly keptDatasets: Plain[] = [];
  private readonly keptFields = new Map<string, Plain[]>();
  private readonly entities: Map<string, Entity>;

  constructor(
    private readonly derived: SemanticModel,
    private readonly file: ModelFile,
    private readonly baseOf: BaseOf,
  ) {
    this.entities = new Map(derived.entities.map((entity) => [entity.id, entity]));
  }

  apply(): AppliedEdits {
    this.file.datasets.forEach((item) => this.editDataset(item));
    const parts = {
      entities: this.entities,
      file: this.file,
      baseOf: this.baseOf,
      warn: (message: Message): void => void this.warnings.push(message),
      record: (key: string, edits: ItemEdits): void => this.record(key, edits),
    };
    const joins = new EditedRelationships(parts, this.derived.relationships).apply();
    const metrics = new EditedMetrics(parts, this.derived.metrics, joins.relationships).apply();
    const nameless = Map.groupBy(this.file.nameless, ({ list }) => list);
    this.file.nameless.forEach(({ line }) => this.warnings.push(messages.incomplete({ line, missing: 'name' })));
    const unread = (list: 'datasets' | 'relationships' | 'metrics'): Plain[] =>
      (nameless.get(list) ?? []).map(({ raw }) => raw);
    for (const [key] of this.file.rest) {
      const near = nearest(key, ['datasets', 'relationships', 'metrics']) ?? '';
      this.warnings.push(messages.unknown_key({ line: 1, owner: this.derived.database, name: key, nearest: near }));
    }
    const entities = this.derived.entities.map((entity) => this.entities.get(entity.id) ?? entity);
    return {
      model: {
        database: this.derived.database,
        entities: settleReferences(entities, joins, this.edits),
        relationships: joins.relationships,
        metrics: metrics.metrics,
      },
      edits: this.edits,
      rejected: { relationships: joins.rejected, metrics: metrics.rejected },
      kept: {
        datasets: [...this.keptDatasets, ...unread('datasets')],
        relationships: [...joins.kept, ...unread('relationships')],
        metrics: [...metrics.kept, ...unread('metrics')],
      },
      keptFields: this.keptFields,
      keptKeys: this.file.rest,
      warnings: this.warnings,
    };
  }

  /** A table that the last run knew and that is gone takes along what was derived for it. */
  private editDataset(item: FileItem): void {
    const entity = findEntity(item.name, this.entities);
    if (entity === undefined) {
      if (this.baseOf(item.name) !== undefined && !isEdited(item)) {
        return;
      }
      const near = nearestTable(item.name, this.entities);
      this.warnings.push(messages.unknown_table({ line: item.line, name: item.name, nearest: near }));
      this.keptDatasets.push(item.raw);
      return;
    }
    const base = this.baseOf(entity.id);
    const context = {
      complete: this.file.complete,
      columns: new Set(entity.fields.map(({ name }) => name)),
      otherKeys: [],
      warn: (message: Message): void => void this.warnings.push(message),
    };
    const own = editItem(entity, item, ENTITY_STATEMENTS, { ...context, owner: entity.id, base: base?.own });
    this.record(itemKey(entity.id, 'table'), own.edits);
    const items = new Map(item.fields.map((field) => [field.name, field]));
    const fields = entity.fields.map((field): Field => {
      const stated = items.get(field.name);
      items.delete(field.name);
      if (stated === undefined) {
        return field;
      }
      const edited = editItem(field, stated, FIELD_STATEMENTS, {
        ...context,
        owner: `${entity.id}.${field.name}`,
        base: base?.fields[field.name],
      });
      this.record(itemKey(entity.id, 'field', field.name), edited.edits);
      return edited.target;
    });
    this.keepUnknown(entity.id, [...items.values()], context.columns, base);
    this.entities.set(entity.id, { ...own.target, fields });
  }

  /** A column that the last run knew is gone from the table, and with it what was said about it. */
  private keepUnknown(
    entity: string,
    items: readonly FileItem[],
    columns: ReadonlySet<string>,
    base: ModelBase | undefined,
  ): void {
    const unknown = items.filter(({ name, people }) => people.size > 0 || !Object.hasOwn(base?.fields ?? {}, name));
    for (const { line, name } of unknown) {
      const near = nearest(name, columns) ?? '';
      this.warnings.push(messages.unknown_column({ line, owner: entity, name, nearest: near }));
    }
    if (unknown.length > 0) {
      this.keptFields.set(
        entity,
        unknown.map(({ raw }) => raw),
      );
    }
  }

  private record(key: string, edits: ItemEdits): void {
    if (edits.people.size > 0 || edits.kept.size > 0) {
      this.edits.set(key, edits);
    }
  }
}

function isEdited({ people, fields }: FileItem): boolean {
  return people.size > 0 || fields.some((field) => field.people.size > 0);
}
