import type { Message } from '#libs/language';
import type { Relationship } from '../model.js';
import { itemKey } from './applied-edits.js';
import { editItem } from './edit-item.js';
import { findEntity, nearestTable, type EditorParts } from './editor-parts.js';
import { digestOf, ENDS, endsOf } from './model-base.js';
import { messages } from './messages.js';
import { nearest, type FileItem } from './model-file.js';
import { endsSchema, RELATIONSHIP_STATEMENTS, type Ends } from './relationship-statements.js';
import { PERSON, type Plain } from './statement.js';

export interface JoinsOfPeople {
  /** Facts first, the most certain first. */
  readonly relationships: readonly Relationship[];
  readonly rejected: readonly Relationship[];
  /** Items of the file that name what does not exist. */
  readonly kept: readonly Plain[];
}

const OTHER_KEYS = ['from', 'to', 'from_columns', 'to_columns'];

/** The joins of the model with those that people confirmed, changed, added or took back. */
export class EditedRelationships {
  private readonly taken: Relationship[] = [];
  private readonly rejected: Relationship[] = [];
  private readonly kept: Plain[] = [];
  private readonly left: Map<string, Relationship>;

  constructor(
    private readonly parts: EditorParts,
    private readonly derived: readonly Relationship[],
  ) {
    this.left = new Map(derived.map((join) => [endsKey(join), join]));
  }

  apply(): JoinsOfPeople {
    const items = this.parts.file.relationships.map((item) => ({ item, ends: this.endsOf(item) }));
    items.forEach(({ item, ends }) => ends && this.edit(item, ends));
    for (const join of this.left.values()) {
      const removed = this.parts.file.complete && this.baseOf(join)?.[ENDS] === digestOf(endsOf(join));
      (removed ? this.rejected : this.taken).push(join);
    }
    const order = new Map(this.derived.map((join, index) => [endsKey(join), index]));
    const rank = (join: Relationship): number => order.get(endsKey(join)) ?? -1;
    const relationships = this.taken.sort(
      (a, b) => (a.standing === b.standing ? 0 : a.standing === 'fact' ? -1 : 1) || rank(a) - rank(b),
    );
    return { relationships, rejected: this.rejected, kept: this.kept };
  }

  private baseOf({ from, id }: Relationship): Readonly<Record<string, string>> | undefined {
    return this.parts.baseOf(from)?.relationships[id];
  }

  private edit(item: FileItem, ends: Ends): void {
    const found = this.left.get(endsKey(ends));
    if (found === undefined && this.isStale(item, ends)) {
      return;
    }
    const start = found ?? added(item.name, ends);
    this.left.delete(endsKey(ends));
    const { target, edits } = editItem(start, item, RELATIONSHIP_STATEMENTS, {
      owner: item.name,
      base: found && this.baseOf(found),
      complete: this.parts.file.complete,
      columns: this.columnsOf(ends.from),
      otherKeys: OTHER_KEYS,
      warn: this.parts.warn,
    });
    const people = found ? edits.people : new Set([...edits.people, 'standing']);
    this.parts.record(itemKey(start.from, 'relationship', start.id), { ...edits, people });
    const isRejected = item.values.get('standing') === 'rejected';
    (isRejected ? this.rejected : this.taken).push(target);
  }

  /** The last run wrote it, and what it was derived from is gone. */
  private isStale(item: FileItem, ends: Ends): boolean {
    const before = this.parts.baseOf(ends.from)?.relationships[item.name]?.[ENDS];
    return !item.byPerson && before === digestOf(ends);
  }

  /** @returns null, with a warning, where an end does not exist */
  private endsOf(item: FileItem): Ends | null {
    const parsed = endsSchema.safeParse(Object.fromEntries(item.values));
    const { line } = item;
    if (!parsed.success || parsed.data.from_columns.length !== parsed.data.to_columns.length) {
      return this.keep(item, messages.incomplete({ line, missing: OTHER_KEYS.join(', ') }));
    }
    const { data } = parsed;
    const from = findEntity(data.from, this.parts.entities);
    const to = findEntity(data.to, this.parts.entities);
    if (from === undefined || to === undefined) {
      const name = from === undefined ? data.from : data.to;
      if (this.isStale(item, data)) {
        return null;
      }
      return this.keep(item, messages.unknown_table({ line, name, nearest: nearestTable(name, this.parts.entities) }));
    }
    for (const [entity, columns] of [
      [from, data.from_columns],
      [to, data.to_columns],
    ] as const) {
      const known = this.columnsOf(entity.id);
      const name = columns.find((column) => !known.has(column));
      if (name !== undefined) {
        const near = nearest(name, known) ?? '';
        return this.keep(item, messages.unknown_column({ line, owner: entity.id, name, nearest: near }));
      }
    }
    return { ...data, from: from.id, to: to.id };
  }

  private keep({ raw }: FileItem, warning: Message): null {
    this.parts.warn(warning);
    this.kept.push(raw);
    return null;
  }

  private columnsOf(entity: string): ReadonlySet<string> {
    return new Set(this.parts.entities.get(entity)?.fields.map(({ name }) => name));
  }
}

function endsKey(join: Relationship | Ends): string {
  const [from, to] = 'fromFields' in join ? [join.fromFields, join.toFields] : [join.from_columns, join.to_columns];
  return JSON.stringify([join.from, from, join.to, to]);
}

function added(id: string, { from, to, from_columns: fromFields, to_columns: toFields }: Ends): Relationship {
  return {
    id,
    from,
    to,
    fromFields,
    toFields,
    cardinality: 'many_to_one',
    optional: true,
    noneValue: null,
    condition: null,
    elements: null,
    role: null,
    declared: false,
    standing: 'fact',
    distinctCount: null,
    evidence: [PERSON],
  };
}
